import * as z from 'zod';
import { AuditRecord, type Segment } from '#domain/audit/record.ts';

const PREFIX = 'records/';
/** More records than this are not meant to be: the key has a place for each. */
const MOST = 999_999_999_999;
const DIGITS = 12;

const padded = (n: number): string => n.toString().padStart(DIGITS, '0');

/** The key of a segment's object. S3 lists keys in ascending order only, so what is left to the last number comes first:
 *  then the newest segment is the first of the list. */
export const keyOf = (first: number): string => `${PREFIX}${padded(MOST - first)}-${padded(first)}.jsonl`;
export const KEYS = PREFIX;

/** The number in a key; undefined: it is no segment's */
export function firstOf(key: string): number | undefined {
  const first = Number(key.slice(-DIGITS - '.jsonl'.length, -'.jsonl'.length));
  return Number.isSafeInteger(first) && first > 0 && keyOf(first) === key ? first : undefined;
}

/** A record a line, as JSON. */
export const textOf = ({ records }: Segment): string =>
  `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;

/** undefined: this is no segment's text */
export function segmentOf(first: number, text: string): Segment | undefined {
  try {
    const lines = text.trimEnd().split('\n');
    return {
      first,
      records: z
        .array(AuditRecord)
        .min(1)
        .parse(lines.map((line): unknown => JSON.parse(line))),
    };
  } catch {
    return undefined;
  }
}
