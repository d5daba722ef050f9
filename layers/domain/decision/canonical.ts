import { canonical as sorted } from '../canonical.ts';

/** What JSON cannot say, by a name that no value of ours has. */
const ODD = '$number';

/**
 * Canonical JSON, in which numbers that JSON does not know (a band that nobody knows yet is NaN) are written so that they
 * come back.
 */
export const canonical = (value: unknown): string => sorted(marked(value));

function marked(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { [ODD]: String(value) };
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, marked(one)]));
}

/** @throws SyntaxError where it is no JSON */
export const fromCanonical = (text: string): unknown =>
  JSON.parse(text, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && ODD in value ? Number(value[ODD]) : value,
  );
