import type { Judged } from './firing.ts';

/** What history says of the time after a policy would have acted. Times are epoch seconds. */
export interface Followed {
  /** when its condition had held for long enough */
  fired: number;
  /** when nothing held it; null: it never acted */
  acted: number | null;
  /** what the policy gives an action to prove itself, seconds: trouble that is over sooner needed none */
  worth: number;
  /** people's word on the anomaly, where they gave one */
  said: 'true_positive' | 'false_positive' | null;
  /** an action that was carried out then and helped: what it ended would have lasted */
  repaired: number | null;
  /** when the trouble was over, and why that is known; null: history ends before */
  over: { at: number; how: 'recovered' | 'revised' | 'unknown' } | null;
  /** where history ends */
  until: number;
  /** of what was foreseen: how far ahead was looked, and since when and until when the limit was reached */
  breach: { within: number; at: number | null; over: number | null } | null;
}

export interface Judgement {
  judged: Judged;
  why: string;
  minutes_saved: number;
  minutes_ahead: number | null;
}

const MINUTE = 60;
const minutes = (seconds: number): number => Math.round((10 * Math.max(0, seconds)) / MINUTE) / 10;

/** Judges one firing by what followed it. Pure. */
export function judgeFiring(followed: Followed): Judgement {
  const { breach } = followed;
  return breach ? judgeForeseen(followed, breach) : judgePresent(followed);
}

function judgePresent(followed: Followed): Judgement {
  const { fired, worth, said, repaired, over, until } = followed;
  const end = repaired ?? over?.at ?? until;
  const lasted = end - fired;
  const right = (why: string): Judgement => ({
    judged: 'true_positive',
    why,
    // who acts needs the time that the policy gives it; what was repaired then was over when that had helped
    minutes_saved: followed.acted === null ? 0 : minutes(end - followed.acted - worth),
    minutes_ahead: null,
  });
  const not = (judged: Judged, why: string): Judgement => ({ judged, why, minutes_saved: 0, minutes_ahead: null });
  if (said === 'true_positive') return right('people said that it was trouble');
  if (said === 'false_positive') return not('false_positive', 'people said that it was none');
  if (over?.how === 'revised') return not('false_positive', 'late values took back what it rested on');
  if (repaired !== null) return right(`a repair that was carried out then helped after ${minutes(lasted)} min`);
  if (over?.how === 'unknown') return not('undecided', 'values are missing: nobody knows how it ended');
  if (lasted >= worth) return right(`it lasted ${minutes(lasted)} min`);
  if (over === null) return not('undecided', 'history ends before it was over');
  return not('false_positive', `it was over by itself after ${minutes(lasted)} min`);
}

function judgeForeseen(
  { fired, acted, worth, repaired, until }: Followed,
  { within, at, over }: NonNullable<Followed['breach']>,
): Judgement {
  const not = (judged: Judged, why: string): Judgement => ({ judged, why, minutes_saved: 0, minutes_ahead: null });
  if (at !== null && at <= fired + within) {
    const ahead = minutes(at - fired);
    const inTime = acted !== null && acted + worth <= at;
    const late = acted === null ? at : acted + worth;
    return {
      judged: 'true_positive',
      why: `the limit was reached ${ahead} min later`,
      minutes_saved: acted === null ? 0 : minutes((over ?? until) - (inTime ? at : Math.max(at, late))),
      minutes_ahead: ahead,
    };
  }
  // an action of that time may be the very reason why nothing came
  if (repaired !== null) return not('undecided', 'it was acted upon then: nobody knows what would have come');
  if (until < fired + within) return not('undecided', 'history ends before its time was over');
  return not('false_positive', `the limit was not reached within ${minutes(within)} min`);
}
