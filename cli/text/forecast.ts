import type { BreachSummary, ForecastSummary } from '../offline/forecastSummary.ts';
import { counts, figure, span } from './figures.ts';
import { table } from './table.ts';

/** What a forecast is worth, in one sentence, and when a threshold is reached in another. */
export function forecastText(one: ForecastSummary): string {
  const ahead = span(one.forecast.length * (one.step ?? 0));
  const held = one.coverage === null ? '' : `; p5 to p95 held ${figure(one.coverage, 'ratio')} of what was held back`;
  const made = `${one.file}: ${ahead} ahead by ${one.method} from ${counts(one.made_from ?? 0, 'point')}${held}.`;
  return one.breach ? `${made}\n${breachText(one.breach)}` : made;
}

/** What came of the files of a folder, one a line. */
export function forecastsText(files: readonly ForecastSummary[]): string {
  const asked = files.some(({ breach }) => breach !== undefined);
  const rows = files.map((one) => [
    one.file,
    one.method ?? 'none',
    (one.made_from ?? 0).toLocaleString('en-US'),
    one.step === null ? '' : span(one.forecast.length * one.step),
    figure(one.coverage, 'ratio'),
    figure(one.error, 'count'),
    ...(asked ? [figure(one.breach?.probability, 'ratio'), one.breach?.at ? plain(one.breach.at) : ''] : []),
  ]);
  const headings = ['file', 'method', 'from points', 'ahead', 'coverage', 'error'];
  const numeric = ['from points', 'coverage', 'error', 'reached'];
  return table([...headings, ...(asked ? ['reached', 'by'] : [])], rows, numeric);
}

export function breachText({ threshold, direction, probability, at, earliest }: BreachSummary): string {
  const verb = direction === 'up' ? 'rises' : 'falls';
  const chance = `Probability that it ${verb} to ${threshold}: ${figure(probability, 'ratio')}.`;
  if (at !== null) return `${chance} As likely as not by ${plain(at)}.`;
  return earliest === null ? chance : `${chance} One in ten by ${plain(earliest)}.`;
}

const plain = (instant: string): string => instant.replace('T', ' ').replace('Z', ' UTC');
