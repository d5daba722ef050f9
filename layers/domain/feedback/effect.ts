import type { Anomaly } from '../anomaly/anomaly.ts';
import { LEAST_BUDGET, MOST_BUDGET, type Tally } from './budget.ts';

type About = Pick<Anomaly, 'service' | 'metric' | 'kind'>;

/** In a sentence: what a verdict, or taking it back, moved. @param before null: a verdict on such an episode moves no budget */
export function effectOf({ service, metric, kind }: About, before: Tally | null, after: Tally | null): string {
  if (before === null || after === null) return `counted; ${notOurs(kind)}, so detection stays as it is`;
  const whose = kind === 'multivariate' ? `all metrics of ${service} together` : `${service} ${metric}`;
  const [was, is] = [percent(before.budget), percent(after.budget)];
  if (after.budget === before.budget) return `detection of ${whose} stays as it is: ${stays(after.budget)}`;
  const how = after.budget < before.budget ? 'stricter' : 'less strict';
  return `detection of ${whose} gets ${how}: ${is} of the usual false alarms are allowed, before it was ${was}; it knows within a minute`;
}

const notOurs = (kind: About['kind']): string =>
  kind === 'predicted_breach' ? 'a forecast told this' : 'another system told this';

function stays(budget: number): string {
  if (budget === LEAST_BUDGET) return `${percent(budget)} of the usual false alarms are allowed, the least there is`;
  if (budget === MOST_BUDGET) return 'the usual false alarms are allowed, the most there is';
  return `${percent(budget)} of the usual false alarms are allowed`;
}

const percent = (budget: number): string => `${Number((budget * 100).toPrecision(2))} %`;
