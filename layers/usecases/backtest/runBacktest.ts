import type { Firing, Missed } from '#domain/backtest/firing.ts';
import type { BacktestReport } from '#domain/backtest/report.ts';
import type { BacktestSummary } from '#domain/backtest/summary.ts';
import { askedIn, conditionOf } from '#domain/policy/condition.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { toInstant } from '#domain/time.ts';
import type { Backtests } from '#ports';
import type { Told } from '../jobs.ts';
import { judgeSeen, missedBy } from './judgeSeen.ts';
import { type Known, loadPast, type PastPorts } from './loadPast.ts';
import { replayPast } from './replayPast.ts';

export interface BacktestRequest {
  policies: readonly Policy[];
  /** epoch seconds */
  since: number;
  until: number;
  /** they are of this installation as they are: what is found is kept, for their autonomy rests on it */
  kept: boolean;
}

/** As many as an answer holds. */
const MOST_TOLD = 300;
/** Reading is the smaller part of the work. */
const READING = 0.05;

/** What policies would have done over stored history, and whether that was right. */
export async function runBacktest(
  { policies: asked, since, until, kept }: BacktestRequest,
  ports: PastPorts & { backtests: Pick<Backtests, 'put'> },
  told: Told = async () => {},
): Promise<BacktestReport> {
  const began = performance.now();
  // what a policy would do if it may: whether it may is what its record is for
  const policies = asked.map((policy) => ({ ...policy, enabled: true, autonomy: 'auto' as const }));
  const past = await loadPast(policies, { since, until }, ports, () => told(READING / 2));
  const replayed = await replayPast(past, { since, until }, (share) => told(READING + (1 - READING) * share));
  const firings = replayed.seen.map((seen) => judgeSeen(seen, past, until));
  const missed = policies.flatMap((policy) =>
    missedBy(
      policy,
      replayed.seen.filter((seen) => seen.policy.id === policy.id),
      past,
      since,
      until,
    ),
  );
  const at = toInstant(ports.clock.now());
  const summaries = policies.map((policy) =>
    summaryOf(policy, { firings, missed, since: toInstant(since), until: toInstant(until), at }),
  );
  if (kept) for (const summary of summaries) await ports.backtests.put(summary);
  const newest = <Item>(items: readonly Item[], time: (item: Item) => string) =>
    items.toSorted((a, b) => time(b).localeCompare(time(a))).slice(0, MOST_TOLD);
  return {
    policies: summaries.map((summary, index) => ({
      ...summary,
      name: policies[index]?.name ?? '',
      acted: firings.filter(({ policy_id, acted_at }) => policy_id === summary.policy_id && acted_at !== null).length,
    })),
    firings: newest(firings, ({ at: fired }) => fired),
    missed: newest(missed, ({ started_at }) => started_at),
    notes: notesOn(policies, past),
    measured: {
      days: Math.round((10 * (until - since)) / 86_400) / 10,
      services: past.services.length,
      series: past.timelines.size,
      points: past.points,
      rounds: replayed.rounds,
      forecasts: replayed.forecasts,
      seconds: Math.round(performance.now() - began) / 1_000,
    },
  };
}

function summaryOf(
  policy: Policy,
  {
    firings,
    missed,
    ...when
  }: { firings: readonly Firing[]; missed: readonly Missed[]; since: string; until: string; at: string },
): BacktestSummary {
  const own = firings.filter(({ policy_id }) => policy_id === policy.id);
  const judged = (as: Firing['judged']) => own.filter((one) => one.judged === as).length;
  const held: Record<string, number> = {};
  for (const { acted_at, held_by } of own) {
    if (acted_at === null) for (const guard of held_by) held[guard] = (held[guard] ?? 0) + 1;
  }
  return {
    policy_id: policy.id,
    version: policy.version,
    ...when,
    fired: own.length,
    true_positives: judged('true_positive'),
    false_positives: judged('false_positive'),
    undecided: judged('undecided'),
    false_negatives: missed.filter(({ policy_id }) => policy_id === policy.id).length,
    held,
    minutes_saved: Math.round(10 * own.reduce((sum, { minutes_saved }) => sum + minutes_saved, 0)) / 10,
  };
}

/** What this history cannot say: who reads a figure must know what it leaves out. */
function notesOn(policies: readonly Policy[], past: Known): string[] {
  const notes: string[] = [];
  const conditions = policies.flatMap((policy) => conditionOf(policy.condition) ?? []);
  const asks = (kind: string) => conditions.some((condition) => askedIn(condition).some((part) => part.kind === kind));
  if (past.timelines.size === 0) notes.push('There is no stored history of what these policies look at.');
  if (past.releases.size === 0 || asks('deploying'))
    notes.push('Of past deployments only what ECS keeps is known, and each is taken to have lasted 5 minutes.');
  if (asks('forecast'))
    notes.push(
      'Forecasts are made again from what had come by then, by our own models: live, Prophet joins where a series moves.',
    );
  if (past.episodes.some(({ paged_at, level }) => level === 'page' && paged_at === undefined))
    notes.push('Of older anomalies it is not kept when they began to page: they are taken to have done so at once.');
  if (past.repairs.length > 0)
    notes.push(
      `Repairs that helped were carried out in this time (${past.repairs.length}): trouble that they ended is shorter here than it would have been.`,
    );
  return notes;
}
