import * as z from 'zod';
import { AHEAD_SECONDS } from './horizon.ts';
import { type Bound, chanceBy, Outlook } from './outlook.ts';

/** Where a series cannot be forecast honestly, why not (a sentence), and how many seconds of history there were. */
export const Abstained = z.object({ abstained: z.string(), made_at: z.number(), span: z.number() });
export type Abstained = z.infer<typeof Abstained>;

const Told = z.union([Outlook, Abstained]).nullable();

/**
 * All that is kept of one series: the next half hour from what began some minutes ago, where it moves; the next two hours
 * in fine steps from what was today, the next day in coarse ones from what was for weeks; and how its foreseen breach stands.
 */
export const Prediction = z.object({
  service: z.string(),
  metric: z.string(),
  soon: Told.default(null),
  near: Told,
  far: Told,
  /** forecasts in a row that foresaw a breach: one alone may be a slip */
  agreed: z.number().int(),
  /** when the series last stood at or beyond its limit, epoch seconds; 0: never seen */
  beyond_at: z.number(),
  /** breaches foreseen so far, and the id of the episode that is open */
  episodes: z.number().int(),
  open: z.string().nullable(),
});
export type Prediction = z.infer<typeof Prediction>;

export const emptyPrediction = (service: string, metric: string): Prediction => ({
  service,
  metric,
  soon: null,
  near: null,
  far: null,
  agreed: 0,
  beyond_at: 0,
  episodes: 0,
  open: null,
});

/** Forecasts are made each hour at least: one older than that by half has been missed, and nobody relies on it. */
export const FRESH_SECONDS = 5_400;

/** Coarse forecasts are made so far ahead that a day is answered also by the oldest that is fresh. */
export const FAR_SECONDS = AHEAD_SECONDS + FRESH_SECONDS;
export const NEAR_SECONDS = 7_200;
/** A fifth of the three hours that it is made from. */
export const SOON_SECONDS = 2_160;
/** What began some minutes ago is another thing some minutes later. */
const SOON_FRESH_SECONDS = 600;

export interface Crossing {
  /** that the bound is reached within the time, 0–1 */
  probability: number;
  /** when it is as likely as not to have happened, epoch seconds; null where it is not within the time */
  at: number | null;
  /** when one chance in ten is reached; null where it is not */
  earliest: number | null;
  /** the forecast that says so */
  outlook: Outlook;
  /** the forecasts reach to the end of the time; where they do not, the probability is at least that */
  whole: boolean;
}

/** Whether a series reaches a bound in time, by what is kept of it; nothing where no fresh forecast is. */
export function crossingOf(
  { soon, near, far }: Pick<Prediction, 'near' | 'far'> & Partial<Pick<Prediction, 'soon'>>,
  bound: Bound,
  { now, within }: { now: number; within: number },
): Crossing | undefined {
  const first = freshSoon(soon ?? null, now);
  const fine = fresh(near, now);
  const coarse = fresh(far, now);
  const outlook = fine ?? coarse ?? first;
  if (!outlook) return undefined;
  const until = now + within;
  const usual = (time: number) => joined(fine, coarse, bound, time);
  // it is there for what the others are too slow to see, and says nothing against them
  const begun = (time: number) => (first ? chanceBy(first, bound, Math.min(time, end(first))) : 0);
  const by = (time: number) => Math.max(usual(time), begun(time));
  const times = [first, fine, coarse].flatMap((one) => one?.points ?? []).map(({ at }) => at);
  const ahead = [...new Set(times.filter((at) => at > now && at < until)), until].sort((a, b) => a - b);
  const when = (share: number) => firstTime(ahead, now, by, share);
  const sayer = () => {
    if (first && begun(until) > usual(until)) return first;
    return coarse && fine && until > end(fine) && usual(until) > usual(end(fine)) + 0.1 ? coarse : outlook;
  };
  return {
    probability: by(until),
    at: when(0.5),
    earliest: when(0.1),
    whole: until <= Math.max(fine ? end(fine) : 0, coarse ? end(coarse) : 0, first ? end(first) : 0) + outlook.step,
    outlook: sayer(),
  };
}

export const fresh = (told: Outlook | Abstained | null, now: number): Outlook | undefined =>
  told && 'points' in told && told.points.length > 0 && now - told.made_at <= FRESH_SECONDS ? told : undefined;

export const freshSoon = (told: Prediction['soon'], now: number): Outlook | undefined =>
  told && now - told.made_at <= SOON_FRESH_SECONDS ? fresh(told, now) : undefined;

const end = ({ points }: Outlook): number => points.at(-1)?.at ?? 0;

/** The fine forecast as far as it reaches; beyond it the coarse one's chance of whatever has not happened until there. */
function joined(fine: Outlook | undefined, coarse: Outlook | undefined, bound: Bound, time: number): number {
  if (!fine) return coarse ? chanceBy(coarse, bound, time) : 0;
  const soon = chanceBy(fine, bound, Math.min(time, end(fine)));
  if (!coarse || time <= end(fine)) return soon;
  const before = chanceBy(coarse, bound, end(fine));
  const later = chanceBy(coarse, bound, time);
  return before >= 1 ? soon : soon + ((1 - soon) * Math.max(0, later - before)) / (1 - before);
}

function firstTime(times: readonly number[], now: number, by: (time: number) => number, share: number): number | null {
  let before = { at: now, chance: by(now) };
  if (before.chance >= share) return now;
  for (const at of times) {
    const chance = by(at);
    if (chance >= share) {
      return Math.round(before.at + ((at - before.at) * (share - before.chance)) / (chance - before.chance));
    }
    before = { at, chance };
  }
  return null;
}
