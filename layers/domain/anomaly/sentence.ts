import { band, figure } from '../metric/figure.ts';
import type { Instant } from '../time.ts';
import type { Anomaly, Shape } from './anomaly.ts';
import { FIRING } from './external/alert.ts';

/** As much of an episode as can be told in a sentence. */
export type Told = Pick<
  Anomaly,
  | 'kind'
  | 'metric'
  | 'shape'
  | 'direction'
  | 'current_value'
  | 'expected_lower'
  | 'expected_upper'
  | 'unit'
  | 'source'
  | 'predicted_value'
  | 'forecast_exhaustion'
  | 'breach_probability'
  | 'alert'
>;

/** What an episode shows, as people say it: `memory_usage drifts up: 78% where 30–42% is usual`. @param time writes a time */
export function sentence(anomaly: Told, time: (at: Instant) => string): string {
  const { kind, metric, current_value, unit } = anomaly;
  switch (kind) {
    case 'deviation':
      return `${metric} ${doing(anomaly)} ${compared(anomaly)}`;
    case 'multivariate':
      return `its metrics do not go together as usual, ${metric} least: ${compared(anomaly)}`;
    case 'predicted_breach':
      return `${metric} is ${figure(current_value, unit)}, ${ahead(anomaly, time)}`;
    case 'external':
      return reported(anomaly);
  }
}

const SYSTEMS: Partial<Record<Anomaly['source'], string>> = {
  alertmanager: 'Alertmanager',
  cloudwatch_alarm: 'CloudWatch',
};
const systemOf = (source: Anomaly['source']): string => SYSTEMS[source] ?? source;

/** Who told it, which alert, the figure where it gave one, and its own words. */
function reported({ source, metric, current_value, unit, alert }: Told): string {
  const what = [
    alert?.name,
    unit === FIRING ? undefined : `${metric} is ${figure(current_value, unit)}`,
    alert?.summary ?? undefined,
  ];
  return `${systemOf(source)} reports ${what.filter((part) => part !== undefined).join(': ')}`;
}

const compared = ({ current_value, expected_lower, expected_upper, unit }: Told): string =>
  `${figure(current_value, unit)} where ${band(expected_lower, expected_upper, unit)} is usual`;

const doing = ({ shape, direction }: Told): string => (shape === null ? 'is' : `${shapeWords(shape, direction)}:`);

/** What a metric of this shape does. */
export function shapeWords(shape: Shape, direction: Anomaly['direction']): string {
  switch (shape) {
    case 'spike':
      return direction === 'up' ? 'spikes' : 'dips';
    case 'level_shift':
      return direction === 'up' ? 'steps up' : 'steps down';
    case 'drift':
      return direction === 'up' ? 'drifts up' : 'drifts down';
    case 'dropout':
      return 'drops out';
    case 'flatline':
      return 'stands still';
    case 'variance_change':
      return 'swings as it never did';
  }
}

function ahead(
  { forecast_exhaustion, breach_probability, predicted_value, unit }: Told,
  time: (at: Instant) => string,
) {
  const chance = breach_probability === null ? '' : ` (${Math.round(breach_probability * 100)}% probable)`;
  if (forecast_exhaustion === null) return `and may reach its limit${chance}`;
  return `and is foreseen to reach its limit at ${time(forecast_exhaustion)} with ${figure(predicted_value, unit)}${chance}`;
}

/** Why an episode ended, as people say it. */
export function ending({
  kind,
  source,
  metric,
  resolution,
  current_value,
  unit,
  alert,
}: Pick<Anomaly, 'kind' | 'source' | 'metric' | 'resolution' | 'current_value' | 'unit' | 'alert'>): string {
  if (kind === 'external') {
    const name = alert?.name ?? metric;
    return resolution === 'silent'
      ? `${systemOf(source)} watches ${name} no more, or hears nothing of it`
      : `${systemOf(source)} reports ${name} as resolved`;
  }
  switch (resolution) {
    case 'revised':
      return `${metric}: its first values were revised, nothing was wrong`;
    case 'silent':
      return `${metric}: no data comes any more`;
    case 'withdrawn':
      return `${metric}: the forecast sees its limit no longer ahead`;
    case 'passed':
      return `${metric}: the foreseen time is over, and its limit was not reached`;
    case 'breached':
      return `${metric} is ${figure(current_value, unit)}: its limit was reached, as foreseen`;
    default:
      return `${metric} is ${figure(current_value, unit)}, as usual`;
  }
}
