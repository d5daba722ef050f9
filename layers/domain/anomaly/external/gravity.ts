import type { Configuration } from '../../configuration/configuration.ts';
import type { Level, Severity } from '../anomaly.ts';

export type AlertRules = Configuration['alerts'];

/** The words that teams write for it, in the common mixins, pagers and loggers. */
const WORDS: Readonly<Record<string, Severity | 'quiet'>> = {
  critical: 'critical',
  emergency: 'critical',
  fatal: 'critical',
  page: 'critical',
  disaster: 'critical',
  p1: 'critical',
  sev1: 'critical',
  high: 'high',
  error: 'high',
  major: 'high',
  p2: 'high',
  sev2: 'high',
  medium: 'medium',
  warning: 'medium',
  warn: 'medium',
  average: 'medium',
  p3: 'medium',
  sev3: 'medium',
  low: 'low',
  minor: 'low',
  ticket: 'low',
  p4: 'low',
  sev4: 'low',
  info: 'quiet',
  informational: 'quiet',
  none: 'quiet', // a watchdog fires always: it is no trouble
};

const LEVELS: Readonly<Record<Severity, Level>> = { low: 'warn', medium: 'warn', high: 'page', critical: 'page' };

/**
 * How bad an alert is. `forestall.yml` says it by the alert's name or by what its severity label holds; otherwise the word
 * in that label does; one without, or with a word that nobody knows, is `medium`.
 * @param word its severity label, in any case
 */
export function gravityOf(
  name: string,
  word: string | undefined,
  { severities }: Pick<AlertRules, 'severities'>,
): { severity: Severity; level: Level } {
  const written = word?.trim().toLowerCase() ?? '';
  const told = own(severities, name) ?? own(severities, written) ?? own(WORDS, written) ?? 'medium';
  return told === 'quiet' ? { severity: 'low', level: 'sensitive' } : { severity: told, level: LEVELS[told] };
}

/** A record's own member: an alert may be named `constructor`. */
export const own = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
