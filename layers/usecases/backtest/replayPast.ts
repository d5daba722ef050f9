import { toEpoch } from '#domain/time.ts';
import { considerRound } from '../considerPolicies.ts';
import { decide } from '../decide.ts';
import type { Told } from '../jobs.ts';
import { forecastSeriesOf, PastForecasts } from './pastForecasts.ts';
import { type Past, PastWorld } from './pastWorld.ts';
import { type Seen, Tally } from './tally.ts';

const MINUTE = 60;

export interface Replayed {
  seen: Seen[];
  /** times at which every policy was judged */
  rounds: number;
  forecasts: number;
}

/**
 * Walks through the past, a minute at a time and to each moment at which an episode was opened, and judges and decides as
 * it is done live: the same rounds, evaluator and guards, on ports in memory and a clock that is set.
 */
export async function replayPast(
  past: Past,
  { since, until }: { since: number; until: number },
  told: Told = async () => {},
): Promise<Replayed> {
  const world = new PastWorld(past, since);
  const asked = forecastSeriesOf(past.policies, past.services);
  const forecasts = asked.size > 0 ? new PastForecasts(past, asked, world) : undefined;
  const tally = new Tally();
  let rounds = 0;
  const round = (only: string | undefined, known?: Parameters<typeof considerRound>[2]) => {
    rounds += 1;
    return considerRound(only, world.ports, known, async (judgement, facts) => {
      const decided = await decide(judgement, facts, world.ports);
      tally.note(judgement.policy, decided, world.now);
      return decided;
    });
  };
  const opened = past.episodes
    .map(({ detected_at }) => toEpoch(detected_at))
    .filter((at) => at > since && at <= until)
    .sort((a, b) => b - a);
  for (let minute = Math.ceil(since / MINUTE) * MINUTE; minute <= until; minute += MINUTE) {
    for (let next = opened.at(-1); next !== undefined && next <= minute; next = opened.at(-1)) {
      opened.pop();
      for (const { id, service } of world.goTo(next)) {
        const known = world.open().find((one) => one.id === id);
        await round(service, known);
      }
    }
    world.goTo(minute);
    await forecasts?.run();
    await round(undefined);
    await told((minute - since) / (until - since));
  }
  return { seen: tally.end(), rounds, forecasts: forecasts?.made ?? 0 };
}
