const LONGEST_KEY = 64;

/** The flag that says how many requests a second a service takes. */
export const RATE_LIMIT = 'rate_limit';
export interface RateLimit {
  enabled: boolean;
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
