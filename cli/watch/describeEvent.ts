import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { ending, sentence } from '#domain/anomaly/sentence.ts';
import { clockTime, span } from '../text/figures.ts';
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
      return { ...line, tone: 'bad', what: 'anomaly opened', detail: reading(anomaly) };
    case 'breach.predicted':
      return { ...line, tone: 'held', what: 'breach foreseen', detail: reading(anomaly) };
    case 'anomaly.resolved':
      return { ...line, ...over(anomaly), detail: `${ending(anomaly)}${lasted(anomaly)}` };
    case 'anomaly.updated':
      return {
        ...line,
        tone: 'quiet',
        what: isForeseen(anomaly) ? 'still foreseen' : 'still open',
        detail: reading(anomaly),
      };
    default:
      return { ...line, tone: 'quiet', what: event, detail: reading(anomaly) };
  }
}

const isForeseen = ({ kind }: Anomaly): boolean => kind === 'predicted_breach';

const reading = (anomaly: Anomaly): string =>
  `${sentence(anomaly, clockTime)} (${anomaly.severity}, ${anomaly.level})${exhaustion(anomaly)}`;

const exhaustion = ({ kind, forecast_exhaustion, metric }: Anomaly): string =>
  forecast_exhaustion === null || kind === 'predicted_breach'
    ? ''
    : `; at this pace ${metric} meets its limit at ${clockTime(forecast_exhaustion)}`;

/** What was foreseen and happened is over as a forecast, and no good news. */
function over(anomaly: Anomaly): Pick<Line, 'tone' | 'what'> {
  if (anomaly.resolution === 'breached') return { tone: 'bad', what: 'the breach is here' };
  return { tone: 'good', what: isForeseen(anomaly) && anomaly.resolution !== 'silent' ? 'no breach' : 'resolved' };
}

function lasted({ resolution, started_at, resolved_at }: Anomaly): string {
  if (resolution !== 'recovered' || resolved_at === null) return '';
  return `; it lasted ${span((Date.parse(resolved_at) - Date.parse(started_at)) / 1000)}`;
}

function dataOf({ data }: StreamMessage): string {
  return Object.entries(data ?? {})
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}
