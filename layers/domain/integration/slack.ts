import * as z from 'zod';
import type { FeedEvent } from '../event/event.ts';
import { type Instant, toEpoch } from '../time.ts';
import { type Extras, fitting, linkOf } from './message.ts';
import { type Question, type Story, storyOf, utc } from './story.ts';

// Slack's limits (docs.slack.dev, Block Kit): what is longer is refused as a whole, so each text is cut to fit. A field may
// hold 2,000 characters and the text 40,000; ours are shorter, for Slack answers with the whole message, escaped, and what
// of an answer is read is bounded.
const MOST = { header: 150, field: 700, fields: 10, section: 3_000, text: 1_000, url: 3_000 };

/** Slack reads these three as markup, in whatever they stand. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Escaped and cut: never in the midst of an escape, for half of one is shown as it is. */
const safe = (text: string, most: number): string => {
  const whole = escaped(text);
  return whole.length <= most ? whole : fitting(whole, most).replace(/&[a-z]{0,3}…$/, '…');
};

export interface SlackMessage {
  /** what notifications and screen readers get */
  text: string;
  blocks: Record<string, unknown>[];
  [more: string]: unknown;
}

/** What a button carries: enough to decide by, and to know whose signature to ask for. */
export const ButtonValue = z.object({
  integration: z.string(),
  /** what is decided about; null: an anomaly is acknowledged, or somebody follows a link */
  action: z.string().nullable(),
  anomaly: z.string().nullable().default(null),
  hash: z.string().nullable(),
});
export type ButtonValue = z.infer<typeof ButtonValue>;
export const BUTTONS = {
  approved: 'forestall_approve',
  rejected: 'forestall_reject',
  acknowledged: 'forestall_acknowledge',
} as const;

/** An event as Slack reads it: Block Kit, and a line for notifications. `integration`: whose buttons decide, if any do. */
export function slackMessage(
  event: FeedEvent,
  { chart, linksTo }: Extras = { chart: null, linksTo: null },
  integration: string | null = null,
): SlackMessage {
  const story = storyOf(event);
  const buttons = [
    ...(story.question === null || integration === null ? [] : decisions(story.question, integration)),
    ...(story.acknowledges === null || integration === null ? [] : [acknowledgement(story.acknowledges, integration)]),
    ...(linksTo === null ? [] : [viewButton(linkOf(linksTo, story.path), integration)]),
  ];
  return {
    text: safe(`${marks[story.tone]} ${story.brief}`, MOST.text),
    blocks: [
      { type: 'header', text: plain(`${marks[story.tone]} ${story.title}`, MOST.header) },
      { type: 'section', fields: factsOf(story).slice(0, MOST.fields).map(field) },
      ...(chart === null ? [] : [{ type: 'section', text: mrkdwn(`\`${safe(chart, MOST.section - 2)}\``) }]),
      ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }]),
      { type: 'context', elements: [mrkdwn(`Forestall · ${local(event.timestamp)}`)] },
    ],
  };
}

const marks: Record<Story['tone'], string> = {
  bad: '🔴',
  warning: '🟠',
  good: '🟢',
  neutral: '🔵',
};

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const plain = (text: string, most: number) => ({ type: 'plain_text', text: fitting(text, most), emoji: true });

/** Each is escaped here, once; a time is Slack's own markup, which shows it in the reader's time zone. */
function factsOf({ service, sentence, severity, since, facts, advice }: Story): [string, string][] {
  const all: [string, string | null][] = [
    ['Service', service],
    ['What', sentence],
    ['Severity', severity],
    ...facts.map(([name, value]): [string, string] => [name, value]),
    ['Recommendation', advice],
  ];
  const told = all.flatMap(([name, value]): [string, string][] =>
    value === null || value === '' ? [] : [[name, safe(value, MOST.field)]],
  );
  if (since !== null) told.splice(Math.min(3, told.length), 0, ['Since', local(since)]);
  return told;
}

const field = ([name, value]: [string, string]) => mrkdwn(`*${escaped(name)}*\n${value}`);

const local = (at: Instant): string =>
  `<!date^${Math.floor(toEpoch(at))}^{date_short_pretty} {time}|${at.slice(0, 10)} ${utc(at)}>`;

const button = (text: string, action_id: string, value: ButtonValue, style?: 'primary' | 'danger') => ({
  type: 'button',
  text: { type: 'plain_text', text },
  action_id,
  ...(style === undefined ? {} : { style }),
  value: JSON.stringify(value),
});

function decisions({ action, hash }: Question, integration: string) {
  const value = { integration, action, anomaly: null, hash };
  return [button('Approve', BUTTONS.approved, value, 'primary'), button('Reject', BUTTONS.rejected, value, 'danger')];
}

const acknowledgement = (anomaly: string, integration: string) =>
  button('Acknowledge', BUTTONS.acknowledged, { integration, action: null, anomaly, hash: null });

/** Slack tells of links that are followed as well, where an app has an address for that: so this one says whose it is too. */
const viewButton = (url: string, integration: string | null) => {
  const link = {
    text: { type: 'plain_text', text: 'View Dashboard' },
    action_id: 'forestall_view',
    url: url.slice(0, MOST.url),
  };
  return integration === null
    ? { type: 'button', ...link }
    : { ...button('', '', { integration, action: null, anomaly: null, hash: null }), ...link };
};
