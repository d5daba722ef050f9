import * as z from 'zod';
import { BacktestSummary } from '../backtest/summary.ts';
import type { Policy } from '../policy/policy.ts';
import { wilsonLower } from '../statistics/wilson.ts';
import { Instant, toEpoch } from '../time.ts';
import { Verdict } from './action.ts';

/** One action's verdict, as the record keeps it. */
export const Outcome = z.object({ action: z.string(), verdict: Verdict, at: Instant });
export type Outcome = z.infer<typeof Outcome>;

/** What a person said of the autonomy of one policy's action at one service. */
export const Word = z.object({
  level: z.enum(['suggest', 'lifted']).describe('suggest: it asks first; lifted: what was against it counts no longer'),
  by: z.string(),
  reason: z.string(),
  at: Instant,
});
export type Word = z.infer<typeof Word>;

/** The record of one policy's action type at one service. */
export interface AutonomyRecord {
  outcomes: readonly Outcome[];
  word: Word | null;
}

export const nothingKnown: AutonomyRecord = { outcomes: [], word: null };

export const Evidence = z
  .object({
    helped: z.number().int().nonnegative(),
    judged: z
      .number()
      .int()
      .nonnegative()
      .describe('outcomes that count: since the last harm, or since a person lifted it'),
    lower_bound: z.number().min(0).max(1).describe('the share of repairs that surely help, with 95 % confidence'),
    bar: z.number().min(0).max(1).describe('what the lower bound has to pass'),
    backtest: BacktestSummary.pick({ version: true, at: true, true_positives: true, false_positives: true }).nullable(),
    harm: Outcome.nullable().describe('the harm that demoted it'),
    lacks: z.array(z.string()).describe('what is still missing, in words; empty where the record speaks for it'),
  })
  .meta({ id: 'AutonomyEvidence' });
export type Evidence = z.infer<typeof Evidence>;

export interface AutonomyNow {
  level: 'observe' | 'suggest' | 'auto';
  reason: string;
  evidence: Evidence;
}

/** One in twenty policies that just reach the bar would do so by luck. */
const Z = 1.645;
const DEFAULT_BAR = 0.8;
/** What was replayed longer ago says little of today's service. */
const BACKTEST_DAYS = 30;
const DAY = 86_400;

/**
 * What a policy's action may do now at one service: the lower of what the policy declares and what its record allows. One
 * harm demotes, until a person lifts it or enough good outcomes since then pass the bar. Pure.
 */
export function autonomyOf(
  policy: Policy,
  record: AutonomyRecord,
  { backtest, now }: { backtest: BacktestSummary | undefined; now: number },
): AutonomyNow {
  const evidence = evidenceOf(policy, record, { backtest, now });
  const { word } = record;
  const { harm, lacks } = evidence;
  if (policy.autonomy === 'observe') return { level: 'observe', reason: 'the policy only observes', evidence };
  if (policy.autonomy === 'suggest') return { level: 'suggest', reason: 'the policy only suggests', evidence };
  if (word?.level === 'suggest') return { level: 'suggest', reason: `demoted by ${word.by}: ${word.reason}`, evidence };
  const earned = lacks.length === 0;
  if (harm !== null && !earned) {
    return { level: 'suggest', reason: `${harm.action} did harm, so it asks first: ${lacks.join('; ')}`, evidence };
  }
  if (policy.autonomy === 'earn' && !earned) {
    return { level: 'suggest', reason: `it has not earned to act by itself: ${lacks.join('; ')}`, evidence };
  }
  const reason =
    policy.autonomy === 'earn' ? `earned by ${evidence.helped} of ${evidence.judged}` : 'may act by itself';
  return { level: 'auto', reason, evidence };
}

function evidenceOf(
  policy: Policy,
  { outcomes, word }: AutonomyRecord,
  { backtest, now }: { backtest: BacktestSummary | undefined; now: number },
): Evidence {
  const since = word?.level === 'lifted' ? word.at : '';
  const later = outcomes.filter(({ at }) => at > since).toSorted((a, b) => a.at.localeCompare(b.at));
  const harm = later.findLast(({ verdict }) => verdict === 'worse') ?? null;
  // harm counts against it as a demotion, for which good outcomes after it have to make up by themselves
  const counted = harm === null ? later : later.filter(({ at }) => at > harm.at);
  const helped = counted.filter(({ verdict }) => verdict === 'helped').length;
  const lower_bound = wilsonLower(helped, counted.length, Z);
  const bar = barOf(policy);
  const lacks: string[] = [];
  if (lower_bound < bar) {
    const since_harm = harm === null ? '' : ' since then';
    lacks.push(
      `${helped} of ${counted.length} helped${since_harm}, which is surely ${percent(lower_bound)}, not ${percent(bar)}`,
    );
  }
  const against = disagreement(backtest, policy, bar, now);
  if (against !== undefined) lacks.push(against);
  return {
    helped,
    judged: counted.length,
    lower_bound,
    bar,
    backtest: backtest ? briefly(backtest) : null,
    harm,
    lacks,
  };
}

const briefly = ({ version, at, true_positives, false_positives }: BacktestSummary): Evidence['backtest'] => ({
  version,
  at,
  true_positives,
  false_positives,
});

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

/** Why a backtest does not speak for the policy; undefined where it does. */
function disagreement(
  backtest: BacktestSummary | undefined,
  { version }: Policy,
  bar: number,
  now: number,
): string | undefined {
  if (backtest === undefined) return 'it was never replayed over stored history (policies backtest)';
  if (backtest.version !== version) return `its backtest is of version ${backtest.version}, not ${version}`;
  if (toEpoch(backtest.at) < now - BACKTEST_DAYS * DAY) return `its backtest is older than ${BACKTEST_DAYS} days`;
  const { true_positives: right, false_positives: wrong } = backtest;
  if (right + wrong === 0) return 'in its backtest it never fired';
  if (right / (right + wrong) < bar)
    return `in its backtest ${right} of ${right + wrong} were right, less than ${percent(bar)}`;
  return undefined;
}

const Earn = z.object({ earn: z.object({ bar: z.union([z.string(), z.number()]) }) });

/** The share that a policy has to reach to act by itself. */
export function barOf({ written }: Policy): number {
  const read = Earn.safeParse(written);
  if (!read.success) return DEFAULT_BAR;
  const { bar } = read.data.earn;
  return typeof bar === 'number' ? bar : Number.parseFloat(bar) / 100;
}

/** As many outcomes as a record keeps: the newest harm is kept whatever came since. */
const MOST_OUTCOMES = 200;

/** The record with one more outcome; the same action's is replaced. */
export function withOutcome({ outcomes, word }: AutonomyRecord, outcome: Outcome): AutonomyRecord {
  const all = [...outcomes.filter(({ action }) => action !== outcome.action), outcome].toSorted((a, b) =>
    a.at.localeCompare(b.at),
  );
  const harm = all.findLast(({ verdict }) => verdict === 'worse');
  const newest = all.slice(-MOST_OUTCOMES);
  return { outcomes: harm === undefined || newest.includes(harm) ? newest : [harm, ...newest.slice(1)], word };
}
