import { expect, test } from 'vitest';
import { anAction, anAnomaly } from '#domain/fixtures.ts';
import { toInstant } from '#domain/time.ts';
import type { ActionFilter } from '#ports';
import { aConnection, memoryConnections, memoryFeed, silent } from '#test/support/events.ts';
import { type FigurePorts, platformFigures } from './platformFigures.ts';

const NOW = 1_800_000_000;

function ports(more: Partial<FigurePorts> = {}): FigurePorts {
  return {
    anomalies: {
      open: async () => [
        anAnomaly({ severity: 'high' }),
        anAnomaly({ severity: 'high' }),
        anAnomaly({ severity: 'low' }),
      ],
    },
    actions: { list: async () => ({ items: [], next_cursor: null }) },
    deliveries: { waiting: async () => 3, since: async () => ({ waiting: 1, delivered: 5, dead: 2 }) },
    notices: { counts: async () => ({ silenced: 9 }) },
    queues: {
      read: async () => [
        { queue: 'Feed', messages: 4, deadLetters: 0 },
        { queue: 'Streams', messages: null, deadLetters: 6 },
      ],
    },
    connections: memoryConnections(aConnection('a'), aConnection('b')),
    feed: { ...memoryFeed(), head: async () => 42 },
    kill: { read: async () => ({ enabled: false, reason: '', by: '', at: '' }) },
    clock: { now: () => NOW },
    log: silent,
    ...more,
  };
}

/** Readings as `name{label=value}`, to be looked up. */
async function told(from: FigurePorts): Promise<Record<string, number>> {
  const figures = await platformFigures(from);
  return Object.fromEntries(
    figures.flatMap(({ name, readings }) =>
      readings.map(({ labels = {}, value }) => {
        const pairs = Object.entries(labels).map(([label, text]) => `${label}=${text}`);
        return [pairs.length === 0 ? name : `${name}{${pairs.join()}}`, value];
      }),
    ),
  );
}

test('how things stand, with a nought for what there is none of', async () => {
  expect(await told(ports())).toMatchObject({
    'forestall_anomalies_open{severity=high}': 2,
    'forestall_anomalies_open{severity=low}': 1,
    'forestall_anomalies_open{severity=critical}': 0,
    forestall_deliveries_waiting: 3,
    'forestall_deliveries_hour{status=dead}': 2,
    'forestall_notices_not_told{because=silenced}': 9,
    'forestall_notices_not_told{because=grouped}': 0,
    'forestall_queue_messages{queue=Feed}': 4,
    'forestall_dead_letters{queue=Feed}': 0,
    'forestall_dead_letters{queue=Streams}': 6,
    forestall_stream_connections: 2,
    forestall_events_published: 42,
    forestall_engine_enabled: 0,
    'forestall_actions_day{status=held}': 0,
    'forestall_source_unread{source=queues}': 0,
  });
  expect(await told(ports())).not.toHaveProperty('forestall_queue_messages{queue=Streams}');
});

test('the actions of a day, over all pages, by status and by verdict', async () => {
  const filters: ActionFilter[] = [];
  const list: FigurePorts['actions']['list'] = async (filter, { cursor }) => {
    filters.push(filter);
    return cursor === undefined
      ? { items: [anAction({ status: 'succeeded', verdict: 'helped' })], next_cursor: 'more' }
      : { items: [anAction({ status: 'held', verdict: null })], next_cursor: null };
  };
  expect(await told(ports({ actions: { list } }))).toMatchObject({
    'forestall_actions_day{status=succeeded}': 1,
    'forestall_actions_day{status=held}': 1,
    'forestall_verdicts_day{verdict=helped}': 1,
    'forestall_verdicts_day{verdict=worse}': 0,
  });
  expect(filters).toEqual([{ since: toInstant(NOW - 86_400) }, { since: toInstant(NOW - 86_400) }]);
});

test('a source that fails is named, and the others are told all the same', async () => {
  const figures = await told(ports({ kill: { read: () => Promise.reject(new Error('away')) } }));
  expect(figures).toMatchObject({
    'forestall_source_unread{source=engine}': 1,
    'forestall_source_unread{source=stream}': 0,
    forestall_stream_connections: 2,
  });
  expect(figures).not.toHaveProperty('forestall_engine_enabled');
});
