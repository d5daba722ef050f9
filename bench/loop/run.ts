import { setTimeout as pause } from 'node:timers/promises';
import type { Configuration } from '#domain/configuration/configuration.ts';
import { toEpoch, toInstant } from '#domain/time.ts';
import type { MeasuredRound } from './figures.ts';
import { freeAt } from './free.ts';
import { heldBecause, type Measured, measure, type Seen } from './measure.ts';
import type { Options } from './options.ts';
import { calm, type Platform } from './platform.ts';
import { quietTime } from './quiet.ts';
import { duration, quietLines, type Result, roundLine } from './report.ts';
import { allRounds, nextRound, type Round } from './rounds.ts';

/** A round that is not over by then has failed. */
const ROUND_SECONDS = 360;
/** What a guard has held for so long is not going to happen in this round. */
const HELD_SECONDS = 30;
const LOOK_MS = 3_000;
/** Detection's first minutes, or the last repair's echo. */
const CALM_SECONDS = 900;
const LATEST_ACTIONS = 60;
const ACTIONS_OF_AN_HOUR = 500;

export interface Bench {
  platform: Platform;
  guards: Configuration['guards'];
  options: Pick<Options, 'rounds' | 'faults' | 'quietSeconds'>;
  lagSeconds: number;
  signal: AbortSignal;
  say: (text: string) => void;
}

/** One run: quiet minutes first, then every round. */
export async function runBench(bench: Bench): Promise<Result> {
  const { platform, options, lagSeconds, signal, say } = bench;
  const before = await platform.fleet();
  await platform.heal();
  await platform.publishLate(lagSeconds);
  try {
    await settle(bench);
    const quiet =
      options.quietSeconds > 0
        ? await quietTime(platform, { seconds: options.quietSeconds, signal, say: (text) => say(`quiet: ${text}`) })
        : null;
    if (quiet) for (const line of quietLines(quiet)) say(line);
    const desired = new Map(before.services.map(({ name, desired: wanted }) => [name, wanted]));
    return { lag_seconds: lagSeconds, quiet, rounds: await everyRound(bench, desired) };
  } finally {
    if (!signal.aborted) await platform.publishLate(before.metrics.lag_seconds);
  }
}

async function everyRound(bench: Bench, desired: ReadonlyMap<string, number>): Promise<MeasuredRound[]> {
  const { platform, options, guards, signal, say } = bench;
  const remaining = allRounds(options.faults, options.rounds);
  const done: MeasuredRound[] = [];
  for (;;) {
    await settle(bench);
    const actions = await platform.actions(ACTIONS_OF_AN_HOUR);
    const next = nextRound(remaining, Date.now() / 1000, (service) => freeAt(service, actions, guards));
    if (!next) return done;
    if (next.wait > 0) {
      say(`waits ${duration(next.wait)}: ${next.why}`);
      await pause(next.wait * 1000, undefined, { signal });
      continue; // the world is looked at anew: what was next may have changed
    }
    remaining.splice(remaining.indexOf(next.round), 1);
    const measured = await oneRound(next.round, bench);
    done.push(measured);
    say(`${done.length}/${done.length + remaining.length} ${roundLine(measured)}`);
    // What scaling added is taken back, as its lease will one day do by itself: the next round begins like this one.
    for (const [service, wanted] of desired) await platform.resize(service, wanted);
  }
}

async function oneRound(round: Round, { platform, signal }: Bench): Promise<MeasuredRound> {
  const held = new Map<string, string>();
  const setAt = await platform.break(round.service, round.fault);
  const end = performance.now() + ROUND_SECONDS * 1000;
  let heldSince: number | undefined;
  let measured: Measured;
  try {
    for (;;) {
      await pause(LOOK_MS, undefined, { signal });
      measured = measure(round, await look(round, setAt, held, platform));
      const now = performance.now();
      heldSince = measured.outcome === 'held' ? (heldSince ?? now) : undefined;
      const over =
        measured.outcome === 'repaired' || measured.outcome === 'repaired twice' || measured.healthy !== null;
      if (over || now > end || (heldSince !== undefined && now - heldSince > HELD_SECONDS * 1000)) break;
    }
  } finally {
    if (!signal.aborted) await platform.heal();
  }
  return { ...round, ...measured, set_at: toInstant(setAt) };
}

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

/** Calm, and no repair under way. */
function settle({ platform, signal, say }: Bench): Promise<void> {
  return calm(platform, { withinSeconds: CALM_SECONDS, signal, say: (text) => say(`waits for calm: ${text}`) });
}
