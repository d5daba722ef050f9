import type { FeedEvent } from '../event/event.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** An event as Slack's incoming webhooks read it: Block Kit, and a line for notifications. */
export function slackMessage({ event, anomaly, action, timestamp }: FeedEvent): Record<string, unknown> {
  const title = anomaly
    ? `${event}: ${anomaly.service} ${anomaly.metric}`
    : action
      ? `${event}: ${action.type} of ${action.service}`
      : event;
  const facts = anomaly
    ? [
        ['Service', anomaly.service],
        [
          'Metric',
          `${anomaly.metric} ${round(anomaly.current_value)} (expected ${round(anomaly.predicted_value)} ${anomaly.unit})`,
        ],
        ['Severity', anomaly.severity],
        ['Recommendation', anomaly.recommendation],
      ]
    : [
        ['Service', action?.service ?? '–'],
        ['Action', action?.type ?? '–'],
        ['Outcome', action?.verdict_reason ?? action?.status ?? '–'],
      ];
  return {
    text: escaped(title),
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

const round = (value: number): number => Number(value.toPrecision(3));
