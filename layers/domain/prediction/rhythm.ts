import { seedOf } from '../random.ts';
import { seriesId } from '../series/series.ts';
import type { LatestValue } from '../shard/latest.ts';
import type { Limit } from './limit.ts';
import type { Outlook } from './outlook.ts';
import { type Abstained, crossingOf, fresh, NEAR_SECONDS, type Prediction } from './prediction.ts';

/** The near forecast alone, or the far one too; nothing now. The smaller `urgency`, in seconds, goes first. */
export interface Due {
  lanes: 'near' | 'both';
  urgency: number;
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
 * Whether a series is forecast now. All are each hour, at a minute of their own; only what moves towards its limit is
 * looked at more often, for what that costs: hourly forecasts of a thousand series read and compute a twelfth of what
 * each-5-minutes ones do, and on a usual day a few in a hundred move. Pure.
 */
export function dueNow(
  prediction: Prediction | undefined,
  latest: LatestValue,
  limit: Limit,
  now: number,
): Due | undefined {
  if (!prediction?.near || !prediction.far) return { lanes: 'both', urgency: HOUR };
  const age = now - prediction.near.made_at + SLACK;
  if (age < MINUTE) return undefined;
  const often = interval(prediction, latest, limit, now);
  if (hourlyDue(prediction, now)) return { lanes: 'both', urgency: Math.min(often, HOUR) };
  if (age >= often) return { lanes: 'near', urgency: often };
  return undefined;
}

/** Each at a minute of its own, so that a thousand series are not due at once. What abstained waits for more history. */
function hourlyDue({ service, metric, near, far }: Prediction, now: number): boolean {
  const offset = seedOf(seriesId(service, metric)) % HOUR;
  const hour = (at: number) => Math.floor((at + offset) / HOUR);
  const made = Math.min(near?.made_at ?? 0, far?.made_at ?? 0);
  return hour(now) > hour(made) || waited(near, now) || waited(far, now);
}

/** A series too short to be forecast is tried again when it is longer by a quarter. */
function waited(told: Outlook | Abstained | null, now: number): boolean {
  if (!told || !('abstained' in told)) return false;
  return now - told.made_at + SLACK >= Math.min(HOUR, Math.max(OFTEN, told.span / 4));
}

/** How often the near forecast is made anew, seconds. */
function interval(prediction: Prediction, latest: LatestValue, limit: Limit, now: number): number {
  const near = fresh(prediction.near, now);
  if (near && surprises(near, latest, limit, now)) return MINUTE;
  const crossing = crossingOf(prediction, limit, { now, within: 12 * NEAR_SECONDS });
  const told = prediction.open !== null || prediction.agreed > 0;
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

/** Nearer to the limit than the forecast held possible (nineteen in twenty): what it says of later is void. */
function surprises({ points, made_at }: Outlook, latest: LatestValue, { direction }: Limit, now: number): boolean {
  if (latest.at <= made_at) return false;
  const here = points.find(({ at }) => at >= latest.at) ?? points.at(-1);
  const edge = direction === 'up' ? here?.quantiles.at(-1) : here?.quantiles[0];
  if (edge === undefined || now - latest.at > HOUR) return false;
  return direction === 'up' ? latest.value > edge : latest.value < edge;
}
