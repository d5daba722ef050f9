import { type Configuration, Duration, seconds } from '../configuration/configuration.ts';
import type { Compliance } from './document.ts';

const DAY = 86_400;
/** S3 locks nothing for longer. */
const MOST_DAYS = 36_500;

/** Days, and leap days with them: seven years of 365 days end before seven years do. */
export const retentionDays = (asked: Duration): number => Math.ceil(((seconds(asked) / DAY) * 365.25) / 365);

/** Zod asks this of text that is no duration too, which is refused as such already. */
export function isRetention(asked: unknown): boolean {
  const read = Duration.safeParse(asked);
  return !read.success || (seconds(read.data) >= DAY && retentionDays(read.data) <= MOST_DAYS);
}

/** The configuration with everything that tells what happened kept at least as long as `compliance` asks. */
export function complying(
  configuration: Configuration,
  compliance: Pick<Compliance, 'data_retention'> | null,
): Configuration {
  if (compliance?.data_retention === undefined) return configuration;
  const least = retentionDays(compliance.data_retention) * DAY;
  const longer = (said: Duration): Duration => (seconds(said) >= least ? said : least);
  const { history, logs, deliveries, decisions } = configuration.retention;
  return {
    ...configuration,
    retention: {
      ...configuration.retention,
      history: longer(history),
      logs: longer(logs),
      deliveries: longer(deliveries),
      decisions: longer(decisions),
    },
  };
}
