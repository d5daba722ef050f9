import type { Anomaly } from '../anomaly/anomaly.ts';
import { ending, sentence } from '../anomaly/sentence.ts';
import type { EventName, FeedEvent } from '../event/event.ts';
import type { Instant } from '../time.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** An event as Slack's incoming webhooks read it: Block Kit, and a line for notifications. */
export function slackMessage({ event, anomaly, action, timestamp }: FeedEvent): Record<string, unknown> {
  const title = anomaly ? titleOf(event, anomaly) : action ? `${event}: ${action.type} of ${action.service}` : event;
  const facts = anomaly
    ? factsOf(anomaly)
    : [
        ['Service', action?.service ?? '–'],
        ['Action', action?.type ?? '–'],
        ['Outcome', action?.verdict_reason ?? action?.status ?? '–'],
      ];
  return {
    text: escaped(anomaly ? `${wordOf(event)}, ${anomaly.service}: ${told(anomaly)}` : title),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title.slice(0, 150) } },
      {
        type: 'section',
        fields: facts.map(([name, value]) => ({
          type: 'mrkdwn',
          text: `*${name}*\n${escaped(String(value)).slice(0, 1_900)}`,
        })),
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: `Forestall · ${timestamp}` }] },
    ],
  };
}

const titles: Partial<Record<EventName, string>> = {
  'anomaly.detected': 'Anomaly',
  'anomaly.updated': 'Still open',
  'anomaly.resolved': 'Resolved',
  'breach.predicted': 'Breach foreseen',
};

const wordOf = (event: EventName): string => titles[event] ?? event;

const titleOf = (event: EventName, { service, metric, kind }: Anomaly): string =>
  `${wordOf(event)}: ${service} ${kind === 'multivariate' ? 'as a whole' : metric}`;

const utc = (at: Instant): string => `${at.slice(11, 16)} UTC`;

const told = (anomaly: Anomaly): string => (anomaly.status === 'resolved' ? ending(anomaly) : sentence(anomaly, utc));

function factsOf(anomaly: Anomaly): [string, string][] {
  const { service, severity, recommendation, status } = anomaly;
  const facts: [string, string][] = [
    ['Service', service],
    ['What', told(anomaly)],
    ['Severity', severity],
  ];
  return status === 'resolved' ? facts : [...facts, ...expectation(anomaly), ['Recommendation', recommendation]];
}

/** When the limit is reached at this pace; a foreseen breach says it in its sentence. */
const expectation = ({ kind, forecast_exhaustion: at }: Anomaly): [string, string][] =>
  at === null || kind === 'predicted_breach' ? [] : [['Expected', `meets its limit at ${utc(at)}, at this pace`]];
