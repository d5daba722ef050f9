/** What JSON cannot say, by a name that no value of ours has. */
const ODD = '$number';

/**
 * JSON in which equal values are equal bytes: members in the order of their names, those that are undefined left out, and
 * numbers that JSON does not know (a band that nobody knows yet is NaN) written so that they come back.
 */
export const canonical = (value: unknown): string => JSON.stringify(ordered(value)) ?? 'null';

function ordered(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) return { [ODD]: String(value) };
  if (Array.isArray(value)) return value.map((one) => (one === undefined ? null : ordered(one)));
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, one]) => one !== undefined && typeof one !== 'function');
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, ordered(one)]));
}

/** @throws SyntaxError where it is no JSON */
export const fromCanonical = (text: string): unknown =>
  JSON.parse(text, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && ODD in value ? Number(value[ODD]) : value,
  );
