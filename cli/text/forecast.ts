import type { BreachSummary, ForecastSummary } from '../offline/forecastSummary.ts';
import { counts, figure, span } from './figures.ts';

/** What a forecast is worth, in one sentence, and when a threshold is reached in another. */
export function forecastText(one: ForecastSummary): string {
  const ahead = span(one.forecast.length * (one.step ?? 0));
  const held = one.coverage === null ? '' : `; p5 to p95 held ${figure(one.coverage, 'ratio')} of what was held back`;
  const made = `${one.file}: ${ahead} ahead by ${one.method} from ${counts(one.made_from ?? 0, 'point')}${held}.`;
  return one.breach ? `${made}\n${breachText(one.breach)}` : made;
}

export function breachText({ threshold, direction, probability, at, earliest }: BreachSummary): string {
  const verb = direction === 'up' ? 'rises' : 'falls';
  const chance = `It ${verb} to ${threshold} with a probability of ${figure(probability, 'ratio')}`;
  if (at !== null) return `${chance}, as likely as not by ${plain(at)}.`;
  return earliest === null ? `${chance}.` : `${chance}, one chance in ten of it by ${plain(earliest)}.`;
}

const plain = (instant: string): string => instant.replace('T', ' ').replace('Z', ' UTC');
