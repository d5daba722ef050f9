import type { FeedEvent } from '../event/event.ts';
import { type Extras, fitting, linkOf } from './message.ts';
import { storyOf } from './story.ts';

/** An event as a mail: a subject without line breaks, and a plain text. */
export function mailOf(event: FeedEvent, { chart, linksTo }: Extras): { subject: string; text: string } {
  const { title, sentence, service, severity, since, facts, advice, path } = storyOf(event);
  const all: [string, string | null][] = [
    ['Service', service],
    ['Severity', severity],
    ['Since', since],
    ...facts.map(([name, value]): [string, string] => [name, value]),
  ];
  const lines = all.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  const parts = [
    sentence,
    lines.join('\n'),
    chart,
    advice,
    linksTo === null ? null : linkOf(linksTo, path),
    `Forestall, ${event.timestamp}`,
  ];
  return {
    // a title of somebody's own may come to nothing
    subject: mailSubject(`[Forestall] ${mailSubject(title) || event.event}`),
    text: `${parts.filter((part) => part !== null && part !== '').join('\n\n')}\n`,
  };
}

/** A header is one line; SNS takes a hundred characters of ASCII, which is enough for a mail too. */
export const mailSubject = (title: string, most = 150): string =>
  fitting(title.replace(/[\p{Cc}\s]+/gu, ' ').trim(), most);

/** SNS: printable ASCII, fewer than a hundred characters, and at least one. */
export const topicSubject = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(0, 99) || 'Forestall';
