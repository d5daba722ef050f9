import { canonical } from '../canonical.ts';
import type { AuditEntry } from './entry.ts';
import { sha256 } from './record.ts';
import { isSecretName, REMOVED, withoutSecretText } from './secrets.ts';

/** Bytes that the detail of one record may take: ten of them fit into one message to the queue. */
export const MOST_DETAIL_BYTES = 16_000;
/** Looser first, then tighter until it fits: so that what is a little too large loses little. */
const LIMITS: readonly Limits[] = [
  { text: 4_000, items: 200, depth: 12 },
  { text: 1_000, items: 50, depth: 8 },
  { text: 300, items: 10, depth: 5 },
];

interface Limits {
  text: number;
  items: number;
  depth: number;
}

/**
 * An entry as it may be kept: no secret, no control over its size by whoever is told of. What was cut says so, with the
 * digest of the whole, so that somebody who holds the whole can prove that it was this.
 */
export function bounded(entry: AuditEntry): AuditEntry {
  return {
    ...entry,
    id: name(entry.id),
    actor: name(entry.actor),
    action: clipped(plain(entry.action), 100),
    target: name(entry.target),
    detail: boundedDetail(entry.detail),
  };
}

const plain = (text: string): string => withoutSecretText(text.toWellFormed());
const name = (text: string): string => clipped(plain(text), 300);

/** Two long names that differ only at their ends must not become one. */
const clipped = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 17)}#${sha256(text).slice(0, 16)}`;

function boundedDetail(detail: Record<string, unknown>): Record<string, unknown> {
  for (const limits of LIMITS) {
    const cut = cutObject(detail, limits, 0);
    if (Buffer.byteLength(canonical(cut)) <= MOST_DETAIL_BYTES) return cut;
  }
  const whole = canonical(
    cutObject(detail, { text: Number.POSITIVE_INFINITY, items: Number.POSITIVE_INFINITY, depth: 50 }, 0),
  );
  return {
    cut: `too large to be kept: ${Buffer.byteLength(whole)} bytes`,
    sha256: sha256(whole),
    members: Object.keys(detail)
      .slice(0, 50)
      .map((member) => plain(member).slice(0, 100)),
  };
}

function cut(value: unknown, limits: Limits, depth: number): unknown {
  if (typeof value === 'string') return cutText(value, limits);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : `${value}`;
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString();
  if (depth >= limits.depth) return `(cut: deeper than ${limits.depth} levels)`;
  if (!Array.isArray(value)) return cutObject(value, limits, depth + 1);
  const kept = value.slice(0, limits.items).map((item) => cut(item, limits, depth + 1));
  return value.length <= limits.items ? kept : [...kept, `(cut: ${value.length - limits.items} more)`];
}

function cutObject(value: object, limits: Limits, depth: number): Record<string, unknown> {
  const members = Object.entries(value);
  const kept = members
    .slice(0, limits.items)
    .map(([member, inside]) => [
      memberName(member),
      isSecretName(member) && inside !== null && inside !== undefined && typeof inside !== 'boolean'
        ? REMOVED
        : cut(inside, limits, depth),
    ]);
  const more = members.length - kept.length;
  return { ...Object.fromEntries(kept), ...(more > 0 ? { '(cut)': `${more} more members` } : {}) };
}

/** A member of this name would be taken for the object's prototype by whoever reads it. */
const memberName = (member: string): string => (member === '__proto__' ? '(__proto__)' : plain(member));

function cutText(text: string, limits: Limits): string {
  const clean = plain(text);
  if (clean.length <= limits.text) return clean;
  return `${clean.slice(0, limits.text).toWellFormed()}… (cut: ${clean.length} characters, sha256 ${sha256(clean)})`;
}
