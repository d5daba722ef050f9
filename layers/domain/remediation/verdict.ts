import { median } from '../detection/robust.ts';
import { metricDefinition } from '../metric/catalogue.ts';
import type { LatestValue } from '../shard/latest.ts';
import type { Cause, Reading, Verdict } from './action.ts';
import { bestAt, type Course, courseOf, middleOf, worstAt } from './course.ts';
import { boundOf, type Expectation, type Health, healthOf, runOf } from './healthy.ts';
import { proofSize } from './proof.ts';

/** What verification looks at. Times are epoch seconds; `step` is a reading's period. */
export interface Outcome {
  cause: Cause;
  /** readings while the trouble lasted and nothing was done, oldest first; the last is how things were just before */
  before: readonly Reading[];
  /** everything read since, oldest first: also what came late and is of a time before the action */
  after: readonly Reading[];
  step: number;
  actedAt: number;
  settledAt: number;
  /** seconds after it was done before which it cannot show: a new task needs that long until it serves */
  soonest: number;
  /** the series' newest expectation */
  latest: LatestValue | undefined;
  /** what the policy expects of the metric, where it says so: otherwise the usual band */
  expect: Expectation | null;
  /** services that had the same trouble and were not touched, and whether they are well now */
  peers: readonly { service: string; healthy: boolean }[];
  /** seconds since the action had settled, and how many the metric has */
  waited: number;
  within: number;
}

export interface Judged {
  verdict: Verdict | 'not_yet';
  reason: string;
  /** the metric is well, whoever's doing that is */
  recovered: boolean;
}

/** Bad readings in a row that prove harm. */
const HARM = 2;

/**
 * Judges an action by its metric. `helped` needs so many fresh readings in a row that chance does not explain them, of a
 * trouble that was there until the action could show, was not on its way out by itself, and did not leave untouched
 * services at the same time. No fresh reading is never `helped`. Twice in a row worse by half the deviation again, and
 * than the trouble was becoming by itself, is `worse` at once.
 */
export function judgeOutcome(outcome: Outcome): Judged {
  const { after, before, cause, latest, step, settledAt, waited, within } = outcome;
  const fresh = after.filter(({ at }) => Date.parse(at) / 1000 > settledAt);
  const newest = fresh.at(-1);
  const last = before.at(-1);
  if (newest === undefined || latest === undefined || last === undefined) {
    return waited >= within
      ? unproven(`no fresh value of ${cause.metric} within ${within} s`)
      : notYet('waiting for fresh values');
  }
  const healthy = healthOf(outcome, latest);
  const trouble = troubleOf(outcome, healthy);
  const need = cause.kind === 'forecast' ? HARM : proofSize(trouble.seen, Math.floor(within / step));
  const proof = runOf(fresh, healthy);
  const figures = `${figure(last)} before, ${figure(newest)} after`;
  if (proof.length >= need) {
    const doubt = cause.kind === 'forecast' ? undefined : doubtOf(outcome, trouble, healthy);
    if (doubt !== undefined) return { verdict: 'inconclusive', reason: `${doubt}: ${figures}`, recovered: true };
    return { verdict: 'helped', reason: `${cause.metric} is back: ${figures}`, recovered: true };
  }
  if (isHarm(outcome, latest, trouble, fresh)) {
    return { verdict: 'worse', reason: `${cause.metric} got worse: ${figures}`, recovered: false };
  }
  if (waited < within || (proof.length > 0 && waited < within + need * step)) {
    return notYet(`${cause.metric} is ${figure(newest)}`);
  }
  if (fresh.length < HARM) return unproven(`only ${fresh.length} fresh value of ${cause.metric} within ${within} s`);
  if (proof.length > 0) return unproven(`${cause.metric} was back only for a moment within ${within} s: ${figures}`);
  const reason = `${cause.metric} is not back within ${within} s: ${figures}`;
  return { verdict: 'no_effect', reason, recovered: false };
}

const notYet = (reason: string): Judged => ({ verdict: 'not_yet', reason, recovered: false });
const unproven = (reason: string): Judged => ({ verdict: 'inconclusive', reason, recovered: false });

/** The trouble as it was while the action could not show yet. */
interface Trouble {
  seen: { readings: number; healthy: number };
  /** it had gone before the action could show: surely where the last reading was healthy, maybe where that may be of either */
  gone: 'no' | 'maybe' | 'yes';
  course: Course | undefined;
}

function troubleOf(outcome: Outcome, healthy: Health): Trouble {
  const { after, actedAt, soonest, step } = outcome;
  const untouched = [
    ...sinceItBegan(outcome, healthy),
    ...after.filter(({ at }) => middleOf(at, step) <= actedAt + soonest),
  ];
  const lasting = withoutBack(untouched, outcome, healthy);
  const last = untouched.at(-1);
  const back = last !== undefined && healthy.one(last) ? 'yes' : 'maybe';
  return {
    seen: { readings: lasting.length, healthy: lasting.filter(healthy.one).length },
    gone: lasting.length < untouched.length ? back : 'no',
    course: courseThrough(lasting, outcome),
  };
}

/** Where nobody noted when a trouble began, healthy readings come before it. */
function sinceItBegan({ before }: Outcome, healthy: Health): Reading[] {
  const first = before.findIndex((reading) => !healthy.one(reading));
  return before.slice(first === -1 ? -1 : first);
}

/**
 * The trouble's readings, without those at the end that were back. What strays out of health by no more than the band is
 * wide, nearer to what is expected than to what the trouble was like, may be of either: it does not show that it lasted.
 */
function withoutBack(readings: readonly Reading[], outcome: Outcome, healthy: Health): Reading[] {
  const { latest } = outcome;
  if (!latest) return withoutRun(readings, healthy);
  const distance = (value: number): number => Math.abs(value - latest.expected);
  const bad = readings.filter((reading) => !healthy.one(reading));
  const far = Math.min(median(bad.map(({ value }) => distance(value))) / 2, 2 * distance(boundOf(outcome)));
  return withoutRun(readings, { ...healthy, one: (one) => healthy.one(one) || distance(one.value) < far });
}

const withoutRun = (readings: readonly Reading[], healthy: Health): Reading[] =>
  readings.slice(0, readings.length - runOf(readings, healthy).length);

const courseThrough = (readings: readonly Reading[], outcome: Outcome): Course | undefined =>
  courseOf(readings, (value) => beyond(value, outcome), { noise: noiseOf(outcome), step: outcome.step });

/** A band of 95 % is about four standard deviations wide. */
const BAND_SPREADS = 4;
const noiseOf = ({ latest }: Outcome): number => (latest ? (latest.upper - latest.lower) / BAND_SPREADS : 0);

/** Why a metric that is back does not show that the action helped. */
function doubtOf(outcome: Outcome, trouble: Trouble, healthy: Health): string | undefined {
  const { cause, peers } = outcome;
  if (trouble.gone === 'yes') return `${cause.metric} was back before this could show`;
  if (trouble.gone === 'maybe' || mayHaveGone(outcome, trouble, healthy))
    return `${cause.metric} may have come back by itself`;
  const healed = peers.filter((peer) => peer.healthy);
  if (healed.length > 0 && 2 * healed.length >= peers.length) {
    return `${healed.map(({ service }) => service).join(' and ')}, which nobody touched, had the same and recovered too`;
  }
  return undefined;
}

/**
 * Whether the trouble may have gone by itself by the time it was gone. Either of two things excludes it: its course before
 * the action did not lead there, or it did not go there gradually: the whole course, up to then, ends far from health.
 */
function mayHaveGone(outcome: Outcome, { course }: Trouble, healthy: Health): boolean {
  const all = [...sinceItBegan(outcome, healthy), ...outcome.after];
  const rest = withoutRun(all, healthy);
  const first = all[rest.length];
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return true;
  const at = middleOf(first.at, outcome.step);
  const back = { readings: all.length - rest.length, noise: noiseOf(outcome) };
  if (course && bestAt(course, at, back) > 0) return false;
  const whole = courseThrough(rest, outcome);
  return whole ? bestAt(whole, at, back) <= 0 : beyond(last.value, outcome) <= BAND_SPREADS * noiseOf(outcome);
}

function isHarm(outcome: Outcome, latest: LatestValue, { course }: Trouble, fresh: readonly Reading[]): boolean {
  const last = fresh.slice(-HARM);
  const was = outcome.before.at(-1);
  if (last.length < HARM || was === undefined) return false;
  return last.every(
    ({ at, value }) =>
      isWorse(value, was.value, latest, outcome.cause) &&
      (course === undefined || beyond(value, outcome) > worstAt(course, middleOf(at, outcome.step))),
  );
}

const figure = ({ value, unit }: Reading): string =>
  `${Number(value.toPrecision(3))}${unit === '%' ? '%' : ` ${unit}`}`;

/** How far a value stands beyond health; negative within. */
const beyond = (value: number, outcome: Outcome): number =>
  outcome.cause.direction === 'up' ? value - boundOf(outcome) : boundOf(outcome) - value;

function isWorse(value: number, before: number, { expected }: LatestValue, { direction, metric }: Cause): boolean {
  const { floor } = metricDefinition(metric ?? '');
  const was = Math.abs(before - expected);
  const more = direction === 'up' ? value - before : before - value;
  return more > Math.max(was / 2, floor.absolute);
}
