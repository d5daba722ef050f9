import { createHash } from 'node:crypto';
import * as z from 'zod';
import { canonical } from '../canonical.ts';
import { Instant } from '../time.ts';
import { AuditEntry } from './entry.ts';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);

/** An entry in its place: its number, and a hash over itself and over the hash of the one before it. */
export const AuditRecord = z
  .object({
    seq: z.number().int().positive().describe('its number: 1, 2, 3, … without gaps'),
    ...AuditEntry.shape,
    recorded_at: Instant.describe('when it was chained; never before that of the record before it'),
    previous: Digest.describe('the hash of the record before it; zeros before the first'),
    hash: Digest.describe('SHA-256 of all the other members as canonical JSON (RFC 8785), in hexadecimal'),
  })
  .meta({ id: 'AuditRecord' });
export type AuditRecord = z.infer<typeof AuditRecord>;

/** What the first record has before it. */
export const GENESIS = '0'.repeat(64);

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export const hashOf = ({
  hash: _own,
  ...rest
}: AuditRecord | (Omit<AuditRecord, 'hash'> & { hash?: string })): string => sha256(canonical(rest));

/** What was recorded in one go, and is kept under lock as one object. Never empty. */
export interface Segment {
  /** number of its first record */
  first: number;
  records: readonly AuditRecord[];
}

/** The last record of a segment: of the newest one, the head of the chain. */
export function headOf({ first, records }: Segment): AuditRecord {
  const last = records.at(-1);
  if (last === undefined) throw new RangeError(`the segment from ${first} is empty`);
  return last;
}

/**
 * Chains entries to what was recorded before.
 * @param head the last record there is; undefined: there is none yet
 * @param entries at least one
 */
export function chained(head: AuditRecord | undefined, entries: readonly AuditEntry[], now: Instant): Segment {
  const first = (head?.seq ?? 0) + 1;
  // the time that is written never runs backwards, whatever a writer's clock says
  const recorded_at = head !== undefined && head.recorded_at > now ? head.recorded_at : now;
  const records: AuditRecord[] = [];
  for (const entry of entries) {
    const previous = records.at(-1)?.hash ?? head?.hash ?? GENESIS;
    const linked = { seq: first + records.length, ...entry, recorded_at, previous };
    records.push({ ...linked, hash: hashOf(linked) });
  }
  return { first, records };
}
