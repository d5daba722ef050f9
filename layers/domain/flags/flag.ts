import * as z from 'zod';

/** One feature flag as its service reads it: whether it is on, and what it carries beside that. */
export const Flag = z.looseObject({ enabled: z.boolean() });
export type Flag = z.infer<typeof Flag>;

/** The flags of a service, by their keys. */
export const Flags = z.record(z.string(), Flag);
export type Flags = z.infer<typeof Flags>;

const LONGEST_KEY = 64;

/** The flag that says how many requests a second a service takes. */
export const RATE_LIMIT = 'rate_limit';
export interface RateLimit extends Flag {
  requests_per_second: number;
  /** over so many tasks it is shared: each takes its part, because a task knows of no other */
  tasks: number;
}

/** The flag that opens the breaker towards a dependency. AppConfig's keys hold letters, digits, dashes and underscores,
 *  so that every other character of the name, and the underscore itself, is written by its code.
 *  @returns undefined where the name is too long for a key */
export function breakerKey(dependency: string): string | undefined {
  const key = `breaker_${dependency.replace(/[^a-zA-Z0-9-]/g, (one) => `_${one.charCodeAt(0).toString(16)}`)}`;
  return key.length > LONGEST_KEY ? undefined : key;
}

const isOff = (flag: Flag | null): boolean => flag === null || !flag.enabled;
/** AppConfig notes in members of its own when a flag was made and changed. */
const members = (flag: Flag | null): string =>
  JSON.stringify(
    Object.entries(flag ?? {})
      .filter(([name]) => !name.startsWith('_'))
      .sort(([a], [b]) => a.localeCompare(b)),
  );

/** Whether two flags say the same to a service: one that is off says nothing more, and neither does one that is not there. */
export const sameFlag = (one: Flag | null, other: Flag | null): boolean =>
  isOff(one) ? isOff(other) : members(one) === members(other);
