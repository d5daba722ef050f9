import { seedOf } from '../random.ts';
import { seriesId } from '../series/series.ts';
import type { LatestValue } from '../shard/latest.ts';
import type { Limit } from './limit.ts';
import type { Outlook } from './outlook.ts';
import { type Abstained, crossingOf, fresh, NEAR_SECONDS, type Prediction } from './prediction.ts';

/** What is forecast now: the next half hour, the next two, the next day. The smaller `urgency`, in seconds, goes first. */
export interface Due {
  lanes: readonly ('soon' | 'near' | 'far')[];
  urgency: number;
  /** it is on its way to its limit: worth the dear models too */
  moves: boolean;
}

const MINUTE = 60;
const HOUR = 3_600;
/** A run may begin some seconds after its minute. */
const SLACK = 10;

/** A breach ahead is looked at again this often on its way: at 50 minutes each 4, at 12 each one. */
const LOOKS_AHEAD = 12;
/** Chances below this are the noise of any series with room: nothing moves. */
const MOVES = 0.1;
/** What has used so much of its room towards the limit, beyond what is usual, moves. */
const USED = 0.25;
const OFTEN = 5 * MINUTE;
const SELDOM = 15 * MINUTE;

/**
 * Whether a series is forecast now. The next day of each is forecast each hour, at a minute of its own; the next two hours
 * only of what moves towards its limit, and often. That is what it costs: of a thousand series few in a hundred move on a
 * usual day, and forecasting all of them each 5 minutes would cost twelve times as much. Pure.
 */
export function dueNow(
  prediction: Prediction | undefined,
  latest: LatestValue,
  limit: Limit,
  now: number,
): Due | undefined {
  const { near, far } = prediction ?? { near: null, far: null };
  if (!prediction || !near || !far) return { lanes: ['near', 'far'], urgency: HOUR, moves: false };
  const age = (told: { made_at: number }) => now - told.made_at + SLACK;
  const { soon } = prediction;
  const often = interval(prediction, latest, limit, now);
  const lanes: Due['lanes'][number][] = [];
  if (often < HOUR && (soon === null || age(soon) >= MINUTE)) lanes.push('soon');
  if (Math.min(age(near), age(far)) < MINUTE) return dueIn(lanes, often);
  if (often < HOUR ? age(near) >= often : waited(near, now)) lanes.push('near');
  if (nextHour(prediction, far.made_at, now) || waited(far, now)) lanes.push('far');
  return dueIn(lanes, often);
}

const dueIn = (lanes: Due['lanes'], urgency: number): Due | undefined =>
  lanes.length === 0 ? undefined : { lanes, urgency, moves: urgency < HOUR };

/** Each at a minute of its own, so that a thousand series are not due at once. */
function nextHour({ service, metric }: Prediction, made: number, now: number): boolean {
  const offset = seedOf(seriesId(service, metric)) % HOUR;
  const hour = (at: number) => Math.floor((at + offset) / HOUR);
  return hour(now) > hour(made);
}

/** A series too short to be forecast is tried again when it is longer by a quarter. */
function waited(told: Outlook | Abstained | null, now: number): boolean {
  if (!told || !('abstained' in told)) return false;
  return now - told.made_at + SLACK >= Math.min(HOUR, Math.max(OFTEN, told.span / 4));
}

/** How often the near forecast is made anew, seconds; an hour: it needs none. */
function interval(prediction: Prediction, latest: LatestValue, limit: Limit, now: number): number {
  const outlook = fresh(prediction.near, now) ?? fresh(prediction.far, now);
  const told = prediction.open !== null || prediction.agreed > 0;
  if (outlook && surprises(outlook, latest, limit, now)) return MINUTE;
  if (outlook && told && surprises(outlook, latest, opposite(limit), now)) return MINUTE; // it turned: what was told is void
  const crossing = crossingOf(prediction, limit, { now, within: 12 * NEAR_SECONDS });
  if (crossing && (crossing.probability >= MOVES || told)) {
    const ahead = (crossing.at ?? crossing.earliest ?? now + 12 * NEAR_SECONDS) - now;
    const often = Math.min(SELDOM, Math.max(MINUTE, ahead / LOOKS_AHEAD));
    return told && prediction.open === null ? Math.min(often, 2 * MINUTE) : often; // a first look is soon confirmed
  }
  return usedRoom(latest, limit) >= USED ? OFTEN : HOUR;
}

/** The share of the room between what is usual and the limit that the newest value has used. */
export function usedRoom({ value, expected }: LatestValue, { value: limit, direction }: Limit): number {
  const room = direction === 'up' ? limit - expected : expected - limit;
  const used = direction === 'up' ? value - expected : expected - value;
  if (!Number.isFinite(room) || !Number.isFinite(used)) return 0;
  return room <= 0 ? (used > 0 ? 1 : 0) : used / room;
}

const opposite = (limit: Limit): Limit => ({ ...limit, direction: limit.direction === 'up' ? 'down' : 'up' });

/** Nearer to the limit than the forecast held possible (nineteen in twenty): what it says of later is void. */
function surprises({ points, made_at }: Outlook, latest: LatestValue, { direction }: Limit, now: number): boolean {
  if (latest.at <= made_at) return false;
  const here = points.find(({ at }) => at >= latest.at) ?? points.at(-1);
  const edge = direction === 'up' ? here?.quantiles.at(-1) : here?.quantiles[0];
  if (edge === undefined || now - latest.at > HOUR) return false;
  return direction === 'up' ? latest.value > edge : latest.value < edge;
}
