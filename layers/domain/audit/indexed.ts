import { canonical } from '../canonical.ts';
import type { AuditRecord } from './record.ts';

/** The partition in which the records stand, in the order of their numbers. */
export const CHAIN = 'records';

/** A record as the table holds it: found by its number, its time, who and what; its detail as text, to the letter. */
export function indexed(record: AuditRecord): Record<string, string | number> {
  const { detail, ...rest } = record;
  return {
    ...rest,
    chain: CHAIN,
    detail: canonical(detail),
    order: `${record.at}#${record.seq.toString().padStart(12, '0')}`,
    feed: 'all',
  };
}

/** What `indexed` adds; a record is known by the others. */
export const derivedMembers: readonly string[] = ['seq', 'previous', 'hash', 'order'];
