import type { Configuration } from '#domain/configuration/configuration.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import { LocalError } from '#local/errors.ts';
import type { MeasuredRound } from './figures.ts';
import { freeAt } from './free.ts';
import { heldBecause, type Measured, measure, type Seen } from './measure.ts';
import type { Options } from './options.ts';
import type { Platform } from './platform.ts';
import { quietTime } from './quiet.ts';
import { duration, quietLines, type Result, roundLine } from './report.ts';
import { allRounds, nextRound, type Round } from './rounds.ts';
import type { Time } from './time.ts';

/** A round that is not over by then has failed. */
const ROUND_SECONDS = 360;
/** What a guard has held for so long is not going to happen in this round. */
const HELD_SECONDS = 30;
const LOOK_SECONDS = 3;
/** Detection's first minutes, or the last repair's echo. */
const CALM_SECONDS = 900;
const LATEST_ACTIONS = 60;
const ACTIONS_OF_AN_HOUR = 500;

export interface Bench {
  platform: Platform;
  guards: Configuration['guards'];
  options: Pick<Options, 'rounds' | 'faults' | 'quietSeconds'>;
  lagSeconds: number;
  time: Time;
  say: (text: string) => void;
}

/** One run: quiet minutes first, then every round. */
export async function runBench(bench: Bench): Promise<Result> {
  const { platform, options, lagSeconds, say } = bench;
  const before = await platform.fleet();
  await platform.heal();
  await platform.publishLate(lagSeconds);
  try {
    await calm(bench);
    const quiet = options.quietSeconds > 0 ? await quietTime(options.quietSeconds, bench) : null;
    if (quiet) for (const line of quietLines(quiet)) say(line);
    const desired = new Map(before.services.map(({ name, desired: wanted }) => [name, wanted]));
    return { lag_seconds: lagSeconds, quiet, rounds: await everyRound(bench, desired) };
  } finally {
    await platform.publishLate(before.metrics.lag_seconds);
  }
}

async function everyRound(bench: Bench, desired: ReadonlyMap<string, number>): Promise<MeasuredRound[]> {
  const { platform, options, guards, time, say } = bench;
  const remaining = allRounds(options.faults, options.rounds);
  const done: MeasuredRound[] = [];
  while (remaining.length > 0) {
    await calm(bench);
    const actions = await platform.actions(ACTIONS_OF_AN_HOUR);
    const next = nextRound(remaining, time.now(), (service) => freeAt(service, actions, guards));
    if (!next) break;
    if (next.wait > 0) {
      say(`waits ${duration(next.wait)}: ${next.why}`);
      await time.wait(next.wait);
      continue; // the world is looked at anew: what was next may have changed
    }
    remaining.splice(remaining.indexOf(next.round), 1);
    const measured = await oneRound(next.round, bench);
    done.push(measured);
    say(`${done.length}/${done.length + remaining.length} ${roundLine(measured)}`);
    // What scaling added is taken back, as its lease will one day do by itself: the next round begins like this one.
    for (const [service, wanted] of desired) await platform.resize(service, wanted);
  }
  return done;
}

async function oneRound(round: Round, { platform, time }: Bench): Promise<MeasuredRound> {
  const held = new Map<string, string>();
  const setAt = await platform.break(round.service, round.fault);
  let heldSince: number | undefined;
  let measured: Measured;
  try {
    do {
      await time.wait(LOOK_SECONDS);
      measured = measure(round, await look(round, setAt, held, platform));
      heldSince = measured.outcome === 'held' ? (heldSince ?? time.now()) : undefined;
    } while (!isOver(measured, time.now() - setAt, heldSince === undefined ? 0 : time.now() - heldSince));
  } finally {
    await platform.heal();
  }
  return { ...round, ...measured, set_at: toInstant(setAt) };
}

const isOver = ({ outcome, healthy }: Measured, age: number, heldFor: number): boolean =>
  outcome === 'repaired' ||
  outcome === 'repaired twice' ||
  healthy !== null ||
  age > ROUND_SECONDS ||
  heldFor > HELD_SECONDS;

async function look(
  { service, fault }: Round,
  setAt: number,
  held: Map<string, string>,
  platform: Platform,
): Promise<Seen> {
  const [anomalies, actions, fleet] = await Promise.all([
    platform.anomalies(toInstant(setAt)),
    platform.actions(LATEST_ACTIONS),
    platform.fleet(),
  ]);
  for (const action of actions.filter(({ created_at }) => toEpoch(created_at) >= setAt)) {
    const why = heldBecause(action);
    if (why !== undefined) held.set(action.id, why);
  }
  const carried = fleet.faults.some((one) => one.service === service && one.fault === fault);
  return { setAt, anomalies, actions, held, carried, tasksBack: fleet.steady };
}

/** Waits until the fleet is calm. @throws LocalError when it does not become so in time */
async function calm({ platform, time, say }: Bench): Promise<void> {
  const end = time.now() + CALM_SECONDS;
  let said = '';
  for (;;) {
    const unrest = await platform.unrest();
    if (unrest === undefined) return;
    if (time.now() > end) {
      throw new LocalError(
        `The fleet was not calm within ${CALM_SECONDS} s: ${unrest}.`,
        'npx forestall status says more.',
      );
    }
    if (unrest !== said) say(`waits for calm: ${unrest}`);
    said = unrest;
    await time.wait(LOOK_SECONDS);
  }
}
