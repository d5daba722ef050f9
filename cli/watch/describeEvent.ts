import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { band, clockTime, figure, span } from '../text/figures.ts';
import { describeAction } from './describeAction.ts';
import type { Line } from './line.ts';
import { type StreamMessage, serviceOf } from './message.ts';

/** What an event of the stream says to a person, in order. Pure. An event that this version does not know is named. */
export function describeEvent(message: StreamMessage): Line[] {
  const { anomaly, action, event } = message;
  const at = message.timestamp ?? new Date(0).toISOString();
  if (anomaly) return [anomalyLine(event, anomaly, at)];
  if (action) return describeAction(event, action, at);
  return [{ at, service: serviceOf(message), tone: 'quiet', what: event, detail: dataOf(message) }];
}

function anomalyLine(event: string, anomaly: Anomaly, at: string): Line {
  const line = { at, service: anomaly.service };
  switch (event) {
    case 'anomaly.detected':
      return { ...line, tone: 'bad', what: 'anomaly opened', detail: `${reading(anomaly)}${foreseen(anomaly)}` };
    case 'breach.predicted':
      return { ...line, tone: 'held', what: 'breach foreseen', detail: `${reading(anomaly)}${foreseen(anomaly)}` };
    case 'anomaly.resolved':
      return { ...line, tone: 'good', what: 'resolved', detail: ending(anomaly) };
    case 'anomaly.updated':
      return { ...line, tone: 'quiet', what: 'still open', detail: `${reading(anomaly)}${foreseen(anomaly)}` };
    default:
      return { ...line, tone: 'quiet', what: event, detail: reading(anomaly) };
  }
}

const reading = ({ metric, current_value, expected_lower, expected_upper, unit, level, severity }: Anomaly): string =>
  `${metric} is ${figure(current_value, unit)}, usual is ${band(expected_lower, expected_upper, unit)} (${severity}, ${level})`;

const foreseen = ({ forecast_exhaustion, metric }: Anomaly): string =>
  forecast_exhaustion === null ? '' : `; at this pace ${metric} meets its limit at ${clockTime(forecast_exhaustion)}`;

function ending({ metric, current_value, unit, resolution, started_at, resolved_at }: Anomaly): string {
  const seconds = resolved_at === null ? null : (Date.parse(resolved_at) - Date.parse(started_at)) / 1000;
  if (resolution === 'revised') return `${metric}: its first values were revised, nothing was wrong`;
  if (resolution === 'silent') return `${metric}: no data comes any more`;
  return `${metric} is ${figure(current_value, unit)}, as usual${seconds === null ? '' : `; it lasted ${span(seconds)}`}`;
}

function dataOf({ data }: StreamMessage): string {
  return Object.entries(data ?? {})
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}
