import type { FeedEvent } from '../event/event.ts';
import { type Extras, fitting, linkOf } from './message.ts';
import { type Story, storyOf, utc } from './story.ts';

/** Bytes that Teams takes in one message (learn.microsoft.com: 28 KB, of which its own frame takes a part). */
const MOST_FACT = 1_500;
const colours: Record<Story['tone'], string> = {
  bad: 'Attention',
  warning: 'Warning',
  good: 'Good',
  neutral: 'Accent',
};

/** An event as a workflow of Teams takes it: an Adaptive Card, of the version that Teams shows everywhere. */
export function teamsMessage(event: FeedEvent, { chart, linksTo }: Extras): Record<string, unknown> {
  const { title, sentence, brief, tone, service, severity, since, facts, advice, path } = storyOf(event);
  const all: [string, string | null][] = [
    ['Service', service],
    ['Severity', severity],
    ['Since', since && `${since.slice(0, 10)} ${utc(since)}`],
    ...facts.map(([name, value]): [string, string] => [name, value]),
  ];
  const told = all.flatMap(([name, value]) =>
    value === null ? [] : [{ title: name, value: fitting(literal(value), MOST_FACT) }],
  );
  const text = (words: string, more: object = {}) => ({
    type: 'TextBlock',
    text: fitting(literal(words), MOST_FACT),
    wrap: true,
    ...more,
  });
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      text(title, { weight: 'Bolder', size: 'Medium', color: colours[tone] }),
      text(sentence),
      ...(told.length === 0 ? [] : [{ type: 'FactSet', facts: told.slice(0, 12) }]),
      ...(chart === null ? [] : [text(chart, { fontType: 'Monospace' })]),
      ...(advice === null ? [] : [text(advice, { isSubtle: true })]),
    ],
    ...(linksTo === null
      ? {}
      : { actions: [{ type: 'Action.OpenUrl', title: 'View Dashboard', url: linkOf(linksTo, path) }] }),
  };
  return {
    type: 'message',
    summary: fitting(brief, 250),
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  };
}

/** Cards read a part of Markdown: a link or an emphasis that somebody's text happens to hold is shown as it is written. */
const literal = (text: string): string => text.replace(/[[\]*_`]/g, '\\$&');
