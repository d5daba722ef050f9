import type { FeedEvent } from '../event/event.ts';
import { type Extras, fitting, linkOf } from './message.ts';
import { pagerOrder } from './pager.ts';

/** A call of Opsgenie's Alert API: its path below `/v2/alerts`, and its body. */
export interface OpsgenieCall {
  path: string;
  alias: string;
  body: Record<string, unknown>;
}

// docs.opsgenie.com, Alert API: what is longer is refused
const MOST = { message: 130, alias: 512, description: 15_000, details: 8_000 };
const priorities: Record<string, string> = { critical: 'P1', high: 'P2', medium: 'P3', low: 'P4' };

/** An event as Opsgenie takes it; nothing where there is no need to wake anybody. */
export function opsgenieCall(
  event: FeedEvent,
  before: string | null,
  { linksTo }: Pick<Extras, 'linksTo'>,
  responders: readonly string[],
): OpsgenieCall | undefined {
  const order = pagerOrder(event, before);
  if (order === undefined) return undefined;
  const alias = order.key.slice(0, MOST.alias);
  const { title, sentence, brief, facts, advice, severity, service, path } = order.story;
  if (order.does !== 'trigger') {
    const verb = order.does === 'resolve' ? 'close' : 'acknowledge';
    const note = fitting(brief, MOST.description);
    return {
      path: `/${encodeURIComponent(alias)}/${verb}?identifierType=alias`,
      alias,
      body: { source: 'Forestall', note },
    };
  }
  const lines = [sentence, ...facts.map(([name, value]) => `${name}: ${value}`), advice].filter(
    (line) => line !== null,
  );
  const details = {
    ...(service === null ? {} : { service }),
    ...(linksTo === null ? {} : { link: linkOf(linksTo, path) }),
  };
  return {
    path: '',
    alias,
    body: {
      message: fitting(title, MOST.message),
      alias,
      description: fitting(lines.join('\n'), MOST.description),
      priority: priorities[severity ?? ''] ?? 'P2',
      source: 'Forestall',
      tags: ['forestall'],
      ...(service === null ? {} : { entity: fitting(service, MOST.alias) }),
      details,
      ...(responders.length === 0 ? {} : { responders: responders.map((name) => ({ name, type: 'team' })) }),
    },
  };
}
