import type { AuditEntry } from '#domain/audit/entry.ts';
import { type AuditRecord, chained, headOf, type Segment } from '#domain/audit/record.ts';
import { toInstant } from '#domain/time.ts';
import type { AuditArchive, AuditTable, Clock, Log } from '#ports';

export interface AppendAuditPorts {
  archive: AuditArchive;
  table: Pick<AuditTable, 'placesOf' | 'put'>;
  clock: Clock;
  log: Log;
}

/** More other writers than this at once are not meant to be: the queue has one group. */
const MOST_RACES = 8;

/**
 * Appends to the chain, each entry once, however often it comes and however many append at once.
 *
 * What is under lock comes first: a segment's object is made under the number of its first record, and only if there is
 * none, so of several writers one has the number. Then its records go into the table, by their ids too. The next segment
 * is made only when the one before it is in the table as a whole, so every entry that was recorded is known there by its
 * id. Nothing that somebody wrote into the table is believed: neither where the chain ends,
 * nor that an entry was recorded, unless the bucket says the same.
 */
export function auditWriter(ports: AppendAuditPorts): {
  append(entries: readonly AuditEntry[]): Promise<AuditRecord[]>;
} {
  const { archive, table, clock, log } = ports;
  /** the newest segment, if it is known and in the table as a whole: it spares a warm writer the question */
  let settled: { newest: Segment | undefined } | undefined;

  async function settle(): Promise<{ newest: Segment | undefined }> {
    const newest = await archive.newest();
    if (newest) await table.put(newest); // whoever made it may have died before it did
    return { newest };
  }

  async function attempt(entries: readonly AuditEntry[]): Promise<AuditRecord[] | 'overtaken'> {
    settled ??= await settle();
    const { newest } = settled;
    const fresh = await notRecorded(entries);
    if (fresh.length === 0) return [];
    const segment = chained(newest && headOf(newest), fresh, toInstant(clock.now()));
    settled = undefined; // until both are written
    if (!(await archive.add(segment))) return 'overtaken';
    await table.put(segment);
    settled = { newest: segment };
    return [...segment.records];
  }

  async function notRecorded(entries: readonly AuditEntry[]): Promise<AuditEntry[]> {
    const unique = new Map(entries.map((entry) => [entry.id, entry]));
    const segments = new Map<number, Segment | undefined>();
    for (const [id, first] of await table.placesOf([...unique.keys()])) {
      if (!segments.has(first)) segments.set(first, await archive.get(first));
      if (segments.get(first)?.records.some((record) => record.id === id)) unique.delete(id);
      else log.error('the table says of an entry that it is recorded, and it is not', { entry: id, first });
    }
    return [...unique.values()];
  }

  return {
    async append(entries) {
      for (let races = 0; races < MOST_RACES; races += 1) {
        // a race lost may be one's own, whose answer was lost: what is there is read again, and tells
        const done = await attempt(entries).catch((error: unknown) => {
          settled = undefined;
          throw error;
        });
        if (done !== 'overtaken') return done;
      }
      throw new Error(`other writers were faster ${MOST_RACES} times: the entries come again`);
    },
  };
}
