import { autoregression, between, normal, pareto, poisson, type Random } from './random.ts';

// What a service does by habit, minute by minute, and nobody should be told about. All arrays hold one value a minute.

export const DAY = 1_440;
const WEEK = 7 * DAY;

/** Demand around 1: a day with its peak and its trough, calmer or busier weekends, days that differ, slow swings.
 *  Minute 0 is a Monday's midnight. */
export function demand(minutes: number, random: Random): Float64Array {
  const peak = between(10, 20, random);
  const swing = between(0.15, 0.7, random);
  const second = between(0, 0.25, random);
  const secondPeak = between(0, 12, random);
  const weekend = random() < 0.25 ? between(1, 1.25, random) : between(0.45, 0.95, random);
  const trend = between(-0.04, 0.08, random) / WEEK;
  const swings = autoregression(minutes, between(20, 90, random), random);
  const swingSize = between(0.015, 0.05, random);
  const days = Float64Array.from({ length: Math.ceil(minutes / DAY) + 1 }, () => Math.exp(0.03 * normal(random)));
  return Float64Array.from({ length: minutes }, (_, minute) => {
    const hour = (minute % DAY) / 60;
    const shape = Math.exp(
      swing * Math.cos((2 * Math.PI * (hour - peak)) / 24) +
        second * Math.cos((4 * Math.PI * (hour - secondPeak)) / 24),
    );
    const day = Math.floor(minute / DAY);
    const into = (minute % DAY) / DAY;
    const ofDay = (1 - into) * (days[day] ?? 1) + into * (days[day + 1] ?? 1);
    const off = 1 + (weekend - 1) * weekendShare(minute);
    return shape * ofDay * off * (1 + trend * minute) * Math.exp(swingSize * (swings[minute] ?? 0));
  });
}

/** 1 on Saturday and Sunday, 0 on weekdays, and three hours to go over. */
function weekendShare(minute: number): number {
  const at = minute % WEEK;
  const begins = 5 * DAY;
  if (at >= begins) return Math.min(1, (at - begins) / 180);
  return Math.max(0, 1 - at / 180) * (minute >= WEEK ? 1 : 0);
}

/** Work at fixed times: every `every` minutes, for about `lasts`, with a height that differs by a fifth. */
export function schedule(
  minutes: number,
  { every, offset, lasts }: { every: number; offset: number; lasts: number },
  random: Random,
): Float64Array {
  const work = new Float64Array(minutes);
  for (let start = offset; start < minutes; start += every) {
    const first = start + Math.floor(between(0, 2, random));
    const height = Math.exp(0.2 * normal(random));
    const last = first + Math.max(1, Math.round(lasts * between(0.8, 1.2, random)));
    for (let minute = first; minute < Math.min(last, minutes); minute++) work[minute] = height;
  }
  return work;
}

/** Work at no fixed time: jobs that start by themselves, `perDay` of them, each with its own height around 1. */
export function jobs(minutes: number, perDay: number, lasts: readonly [number, number], random: Random): Float64Array {
  const work = new Float64Array(minutes);
  const count = poisson((perDay * minutes) / DAY, random);
  for (let job = 0; job < count; job++) {
    const first = Math.floor(random() * minutes);
    const last = first + Math.round(between(lasts[0], lasts[1], random));
    const height = Math.exp(0.3 * normal(random));
    for (let minute = first; minute < Math.min(last, minutes); minute++)
      work[minute] = Math.max(work[minute] ?? 0, height);
  }
  return work;
}

/** Single minutes of trouble that passes by itself: a collection of garbage, a neighbour on the machine.
 *  0 nearly always, at most `most`. */
export function hiccups(minutes: number, perDay: number, most: number, random: Random): Float64Array {
  return Float64Array.from({ length: minutes }, () =>
    random() < perDay / DAY ? Math.min(most, pareto(2, random)) : 0,
  );
}

/** Deployments, one or two a week in working hours. They move a level by at most a tenth and stay, and are no faults. */
export function deployments(minutes: number, random: Random): number[] {
  const found: number[] = [];
  for (let week = 0; week < minutes; week += WEEK) {
    for (let i = random() < 0.5 ? 1 : 2; i > 0; i--) {
      found.push(week + Math.floor(random() * 5) * DAY + Math.floor(between(9.5 * 60, 16.5 * 60, random)));
    }
  }
  return found.filter((minute) => minute < minutes).sort((a, b) => a - b);
}

/** The factor by which the deployments so far have moved a level. */
export function moved(minutes: number, at: readonly number[], random: Random): Float64Array {
  const factors = new Float64Array(minutes).fill(1);
  let factor = 1;
  at.forEach((from, i) => {
    factor *= between(0.94, 1.08, random);
    factors.fill(factor, from, at[i + 1] ?? minutes);
  });
  return factors;
}
