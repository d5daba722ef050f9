import { knownMetric, metricAliases, metricNames } from '../metric/catalogue.ts';
import { nearest } from './nearest.ts';

/** What is wrong with a metric's name, with the nearest that there is; undefined where nothing is. */
export function metricFault(name: string): string | undefined {
  if (knownMetric(name)) return undefined;
  const guess = nearest(name, [...metricNames, ...metricAliases.keys()]);
  const meant = guess === undefined ? '' : `: did you mean ${guess}?`;
  return `"${name}" is no metric${meant} Known are ${metricNames.join(', ')}`;
}
