import type { AuditEntry } from '#domain/audit/entry.ts';
import { CHAIN, indexed } from '#domain/audit/indexed.ts';
import type { Segment } from '#domain/audit/record.ts';
import type { ArchivedObject, AuditArchive, AuditArchiveReader, AuditTable } from '#ports';
import type { Gate } from './memory.fixture.ts';

// The bucket and the table of the audit in memory, with the same conditions as the real ones.

export type Item = Record<string, unknown> & { seq: number };

/** What was written, as plain values that a test reads and an attacker changes. */
export interface AuditWorld {
  now: number;
  /** versions of each object, the first one first; undefined: a mark of deletion */
  bucket: Map<number, (string | undefined)[]>;
  items: Map<number, Item>;
  places: Map<string, number>;
}

export const newAuditWorld = (now = 1_800_000_000): AuditWorld => ({
  now,
  bucket: new Map(),
  items: new Map(),
  places: new Map(),
});

export const anEntry = (id: string, change: Partial<AuditEntry> = {}): AuditEntry => ({
  id,
  at: '2027-01-15T08:00:00.000Z',
  actor: 'policy:policy_1',
  action: 'action.held',
  target: 'service:orders',
  detail: { reason: `because of ${id}` },
  ...change,
});

export function auditPorts(world: AuditWorld, gate: Gate = async () => {}) {
  const call = async <T>(name: string, work: () => T): Promise<T> => {
    await gate(name, 'before');
    const result = work();
    await gate(name, 'after');
    return result;
  };
  const read = (text: string | undefined): Segment | undefined => (text === undefined ? undefined : JSON.parse(text));
  const current = (first: number): Segment | undefined => read(world.bucket.get(first)?.at(-1));
  const archive: AuditArchive & AuditArchiveReader = {
    newest: () => call('newest', () => current(Math.max(...world.bucket.keys()))),
    get: (first) => call('get', () => current(first)),
    add: (segment) =>
      call('add', () => {
        if (current(segment.first)) return false;
        world.bucket.set(segment.first, [...(world.bucket.get(segment.first) ?? []), JSON.stringify(segment)]);
        return true;
      }),
    list: () =>
      call('list', () =>
        [...world.bucket]
          .sort(([a], [b]) => a - b)
          .map(([first, versions]): ArchivedObject => ({ first, version: '0', overwritten: versions.length > 1 })),
      ),
    read: ({ first }) => call('read', () => read(world.bucket.get(first)?.[0])),
  };
  const table: AuditTable = {
    placesOf: (ids) =>
      call(
        'placesOf',
        () => new Map(ids.flatMap((id) => (world.places.has(id) ? [[id, world.places.get(id) ?? 0] as const] : []))),
      ),
    // item by item, as the real one: its writer may die between any two
    async put({ first, records }) {
      for (const { id } of records) await call('put place', () => world.places.set(id, first));
      for (const record of records)
        await call('put item', () => {
          if (!world.items.has(record.seq)) world.items.set(record.seq, { ...indexed(record), seq: record.seq });
        });
    },
    list: () => Promise.reject(new Error('this test does not use it')),
    after: (seq, limit) =>
      call('after', () =>
        [...world.items.values()]
          .filter((item) => item.seq > seq && item.chain === CHAIN)
          .sort((a, b) => a.seq - b.seq)
          .slice(0, limit)
          .map((item) => ({ seq: item.seq, item: { ...item } })),
      ),
  };
  const clock = { now: () => world.now };
  const logged: string[] = [];
  const note = (message: string) => void logged.push(message);
  return { archive, table, clock, log: { debug: note, info: note, warn: note, error: note }, logged };
}
