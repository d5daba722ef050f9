import { compare } from '../policy/contradiction.ts';
import { isCovered, type SeriesWindow } from '../policy/window.ts';
import type { SeriesValue } from '../series/average.ts';
import { burnOf, type Slo } from './slo.ts';

/** The share of the long window after which a burn must still go on: an hour's in its last five minutes. */
export const SHORT_SHARE = 1 / 12;

/**
 * How fast a budget burns: the lower of the rates over the whole window and over its last twelfth. The long one says that
 * it matters, the short one that it is so still; so what has ended stops holding within minutes and not after the whole
 * window (Google's SRE Workbook, "Alerting on SLOs", the fifth and sixth way).
 * @param requests the service's request rate, to weigh each point by; without any, each counts the same
 * @returns undefined where less than half of the window is known
 */
export function burnRate(
  slo: Slo,
  { long, short }: { long: SeriesWindow; short: SeriesWindow },
  requests: readonly SeriesValue[],
): number | undefined {
  if (!isCovered(long) || !isCovered(short)) return undefined;
  const weights = new Map(requests.map(({ at, value }) => [at, value]));
  return Math.min(burnOf(slo, badShare(slo, long, weights)), burnOf(slo, badShare(slo, short, weights)));
}

/** The share of the requests that went wrong. Where none came, none did. */
function badShare({ good }: Slo, { points }: SeriesWindow, weights: ReadonlyMap<number, number>): number {
  const known = points.flatMap(({ at }) => weights.get(at) ?? []);
  // a point whose requests are not known weighs as much as the others do on average
  const usual = known.length === 0 ? 1 : known.reduce((sum, weight) => sum + weight, 0) / known.length;
  let [bad, all] = [0, 0];
  for (const { at, value } of points) {
    const weight = weights.get(at) ?? usual;
    all += weight;
    bad += weight * (good === null ? value : compare(value, good.op, good.value) ? 0 : 1);
  }
  return all === 0 ? 0 : bad / all;
}
