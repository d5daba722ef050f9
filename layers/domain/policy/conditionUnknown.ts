import type { Asked, Condition, ConditionOf } from './condition.ts';
import { conditionText } from './conditionText.ts';
import { evaluate, type Facts, isStale, latestOf, meant, objectiveOf, serviceOf, servicesIn } from './evaluate.ts';

/** Of a fleet without data each service could be named: the first few tell as much. */
const MOST_NAMED = 3;

/**
 * What data is missing where a condition is unknown for a service: one sentence a part. It says no ages, so that it stays
 * the same while the same is missing. Empty where the condition is known. Pure.
 */
export function whyUnknown(condition: Condition, service: string, facts: Facts): string[] {
  if (evaluate(condition, service, facts) !== 'unknown') return [];
  if (condition.kind === 'not') return whyUnknown(condition.of, service, facts);
  if ('left' in condition) {
    return [...new Set([condition.left, condition.right].flatMap((side) => whyUnknown(side, service, facts)))];
  }
  return condition.kind === 'count' ? uncounted(condition, facts) : [missing(condition, service, facts)];
}

function missing(part: Exclude<Asked, ConditionOf<'count'>>, judged: string, facts: Facts): string {
  switch (part.kind) {
    case 'time':
      return 'the time is not known';
    case 'deploying':
      return `the deployments of ${serviceOf(part.service, judged, facts)} cannot be read`;
    case 'burn_rate': {
      const slo = objectiveOf(part.slo, facts);
      if (!slo) return `forestall.yml names no objective ${part.slo}`;
      return silence(slo.service, slo.metric, facts) ?? `too little is known of ${conditionText(part)}`;
    }
    case 'anomaly': {
      const of = serviceOf(part.service, judged, facts);
      if (meant(part, judged, facts).length > 0) return `the open anomaly of ${of} was not heard of for long`;
      return (part.metric && silence(of, part.metric, facts)) ?? `${of} says nothing`;
    }
    default: {
      const of = serviceOf(part.service, judged, facts);
      const { metric } = part;
      const little =
        part.kind === 'forecast'
          ? `no fresh forecast of ${metric} of ${of} reaches so far`
          : `too few of the last values of ${metric} of ${of} are known`;
      return silence(of, metric, facts) ?? little;
    }
  }
}

/** Why a series has no newest value; undefined where it has one. */
function silence(service: string, metric: string, facts: Facts): string | undefined {
  const latest = latestOf(facts, service, metric);
  if (!latest) return `${metric} of ${service} is not known`;
  return isStale(latest, facts.now) ? `${metric} of ${service} is too old` : undefined;
}

function uncounted({ where }: ConditionOf<'count'>, facts: Facts): string[] {
  const reasons = [...new Set(servicesIn(facts).flatMap((name) => whyUnknown(where, name, facts)))];
  const more = reasons.length - MOST_NAMED;
  return more > 0 ? [...reasons.slice(0, MOST_NAMED), `and ${more} more`] : reasons;
}
