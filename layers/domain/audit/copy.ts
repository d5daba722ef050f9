import { type AuditFinding, finding } from './finding.ts';
import { type AuditRecord, GENESIS, hashOf, type Segment } from './record.ts';

/** How far the chain was followed. */
export interface Followed {
  /** number of the last record */
  seq: number;
  hash: string;
  recorded_at: string | null;
}

export const BEGINNING: Followed = { seq: 0, hash: GENESIS, recorded_at: null };

/**
 * Follows the chain through one segment of the copy under lock: every number, every hash.
 * @param first the number that its object's name gives it
 * @param segment undefined: the object cannot be read as a segment
 * @returns what is wrong, and where the chain goes on
 */
export function follow(
  before: Followed,
  first: number,
  segment: Segment | undefined,
): { findings: AuditFinding[]; after: Followed } {
  const findings: AuditFinding[] = [];
  if (first > before.seq + 1) findings.push(missing(before.seq + 1, first - 1));
  if (segment === undefined) {
    findings.push(
      finding('copy_changed', first, `the object of record ${first} under lock cannot be read as what was written`),
    );
    return { findings, after: { ...before, seq: Math.max(before.seq, first) } };
  }
  let after = before;
  for (const [index, record] of segment.records.entries()) {
    const wrong = faultOf(record, first + index, first === before.seq + 1 || index > 0 ? after : undefined);
    if (wrong !== undefined)
      findings.push(
        finding('copy_changed', first + index, `record ${first + index} under lock is not what was written: ${wrong}`, {
          id: record.id,
        }),
      );
    after = { seq: first + index, hash: record.hash, recorded_at: record.recorded_at };
  }
  return { findings, after };
}

function missing(from: number, to: number): AuditFinding {
  const which = from === to ? `record ${from} is` : `records ${from} to ${to} are`;
  return finding('copy_missing', from, `${which} not under lock any more`, { to });
}

/** @param before what the record is chained to; undefined: that is missing, and was told */
function faultOf(record: AuditRecord, seq: number, before: Followed | undefined): string | undefined {
  if (record.seq !== seq) return `its number is ${record.seq}`;
  if (hashOf(record) !== record.hash) return 'its hash is of something else';
  if (before !== undefined && record.previous !== before.hash) return 'it is not chained to the record before it';
  return undefined;
}
