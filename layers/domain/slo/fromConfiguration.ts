import type { Configuration } from '../configuration/configuration.ts';
import { canonicalMetric } from '../metric/catalogue.ts';
import { type Comparison, conditionOf } from '../policy/condition.ts';
import { canonicalService } from '../service/name.ts';
import type { Slo } from './slo.ts';

/** The objectives that `forestall.yml` names, by their names. What it says was checked when it was loaded. */
export function slosOf({ slos }: Pick<Configuration, 'slos'>): Record<string, Slo> {
  return Object.fromEntries(
    Object.entries(slos).flatMap(([name, entry]) => {
      const slo = sloOf(name, entry);
      return slo ? [[name, slo]] : [];
    }),
  );
}

function sloOf(name: string, entry: Configuration['slos'][string]): Slo | undefined {
  const common = { name, service: canonicalService(entry.service), objective: shareOf(entry.objective) };
  if (entry.good === undefined) return { ...common, metric: canonicalMetric(entry.errors), good: null };
  const good = goodOf(entry.good);
  return good && { ...common, metric: good.metric, good: { op: good.op, value: good.value } };
}

/** `99.9%` or 0.999 as a share. */
export const shareOf = (objective: string | number): number =>
  // 99.9 / 100 is not 0.999 to the last digit
  typeof objective === 'number' ? objective : Number((Number(objective.slice(0, -1)) / 100).toPrecision(12));

/** What a period must fulfil to count as good: one comparison of the service's own metric. */
export function goodOf(text: string): Comparison | undefined {
  const condition = conditionOf(text);
  return condition?.kind === 'compare' && condition.service === null ? condition : undefined;
}
