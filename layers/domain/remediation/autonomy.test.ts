import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BacktestSummary } from '../backtest/summary.ts';
import { aPolicy } from '../fixtures.ts';
import { toInstant } from '../time.ts';
import type { Verdict } from './action.ts';
import { type AutonomyRecord, autonomyOf, barOf, type Word, withOutcome } from './autonomy.ts';

const NOW = 1_800_000_000;
const at = (step: number) => toInstant(NOW - 100_000 + step * 100);
const record = (verdicts: readonly Verdict[], word: Word | null = null): AutonomyRecord => ({
  outcomes: verdicts.map((verdict, step) => ({ action: `action_${step}`, verdict, at: at(step) })),
  word,
});
const helped = (count: number): Verdict[] => new Array(count).fill('helped');
const agrees = (change: Partial<BacktestSummary> = {}): BacktestSummary => ({
  policy_id: 'policy_1',
  version: 1,
  since: at(0),
  until: at(1),
  at: toInstant(NOW - 86_400),
  fired: 10,
  true_positives: 9,
  false_positives: 1,
  undecided: 0,
  false_negatives: 0,
  held: {},
  minutes_saved: 30,
  ...change,
});
const level = (
  autonomy: 'observe' | 'suggest' | 'auto' | 'earn',
  of: AutonomyRecord,
  backtest: BacktestSummary | undefined = agrees(),
) => autonomyOf(aPolicy({ autonomy }), of, { backtest, now: NOW }).level;
const lifted = (step: number): Word => ({ level: 'lifted', by: 'key:a', reason: 'mended', at: at(step) });
const demoted: Word = { level: 'suggest', by: 'key:a', reason: 'not at night', at: at(0) };

describe('what a policy declares is the ceiling', () => {
  test.each(['observe', 'suggest'] as const)('%s, whatever the record says', (autonomy) => {
    expect(level(autonomy, record(helped(100)))).toBe(autonomy);
    expect(level(autonomy, record(helped(100), lifted(0)))).toBe(autonomy);
  });
  test('auto acts at once', () => expect(level('auto', record([]), undefined)).toBe('auto'));
});

describe('earn', () => {
  test('asks until the lower bound passes the bar: eleven of eleven do, ten of ten do not', () => {
    expect(level('earn', record([]))).toBe('suggest');
    expect(level('earn', record(helped(10)))).toBe('suggest');
    expect(level('earn', record(helped(11)))).toBe('auto');
  });
  test('inconclusive counts as not helped', () => {
    expect(level('earn', record([...helped(11), 'inconclusive']))).toBe('suggest');
  });
  test.each([
    ['there is none', undefined, /never replayed/],
    ['it is of another version', agrees({ version: 2 }), /of version 2, not 1/],
    ['it is old', agrees({ at: toInstant(NOW - 40 * 86_400) }), /older than 30 days/],
    ['it never fired', agrees({ true_positives: 0, false_positives: 0 }), /never fired/],
    ['it was often wrong', agrees({ true_positives: 3, false_positives: 2 }), /3 of 5 were right/],
  ])('the backtest has to agree: %s', (_what, backtest, why) => {
    const now = autonomyOf(aPolicy({ autonomy: 'earn' }), record(helped(30)), { backtest, now: NOW });
    expect(now.level).toBe('suggest');
    expect(now.reason).toMatch(why);
    expect(now.evidence.lacks).toHaveLength(1);
  });
  test("the policy's own bar", () => {
    const policy = (bar: string | number) => aPolicy({ autonomy: 'earn', written: { earn: { bar } } });
    expect([barOf(policy('50%')), barOf(policy(0.9)), barOf(aPolicy())]).toEqual([0.5, 0.9, 0.8]);
    const now = autonomyOf(policy('50%'), record(helped(3)), { backtest: agrees(), now: NOW });
    expect([now.level, now.evidence.bar]).toEqual(['auto', 0.5]);
  });
});

describe('one harm demotes at once', () => {
  test.each(['auto', 'earn'] as const)('%s, after however many that helped', (autonomy) => {
    expect(level(autonomy, record([...helped(100), 'worse']))).toBe('suggest');
  });
  test('until enough have helped since, and the backtest agrees', () => {
    expect(level('auto', record(['worse', ...helped(10)]))).toBe('suggest');
    expect(level('auto', record(['worse', ...helped(11)]))).toBe('auto');
    expect(level('auto', record(['worse', ...helped(11)]), agrees({ version: 9 }))).toBe('suggest');
  });
  test('or a person lifts it, which does not earn what is not earned', () => {
    expect(level('auto', record([...helped(3), 'worse'], lifted(5)))).toBe('auto');
    expect(level('earn', record([...helped(20), 'worse'], lifted(30)))).toBe('suggest');
    expect(level('auto', record([...helped(3), 'worse', 'helped', 'worse'], lifted(4))), 'a new harm').toBe('suggest');
  });
});

test("a person's demotion holds until a person lifts it", () => {
  expect(level('auto', record(helped(50), demoted))).toBe('suggest');
  expect(level('earn', record(helped(50), demoted))).toBe('suggest');
});

test('never above what is declared, and never by itself right after harm, in whatever order it is written down', () => {
  const verdict = fc.constantFrom<Verdict>('helped', 'no_effect', 'worse', 'inconclusive');
  const word = fc.option(fc.integer({ min: 0, max: 60 }).map(lifted));
  fc.assert(
    fc.property(fc.array(verdict, { maxLength: 60 }), word, fc.infiniteStream(fc.nat()), (verdicts, said, random) => {
      const { outcomes } = record(verdicts);
      const shuffled = outcomes
        .map((outcome) => ({ outcome, key: random.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key)
        .flatMap(({ outcome }) => [outcome, outcome]); // each told twice
      let kept: AutonomyRecord = { outcomes: [], word: said };
      for (const outcome of shuffled) kept = withOutcome(kept, outcome);
      expect(kept).toEqual({ outcomes, word: said });
      expect(level('suggest', kept)).toBe('suggest');
      const last = outcomes.at(-1);
      if (last?.verdict === 'worse' && (said === null || last.at > said.at)) {
        expect(level('auto', kept)).toBe('suggest');
        expect(level('earn', kept)).toBe('suggest');
      }
    }),
  );
});

test('a record is bounded and never forgets the newest harm', () => {
  let kept: AutonomyRecord = { outcomes: [], word: null };
  for (let step = 0; step < 500; step++) {
    kept = withOutcome(kept, { action: `action_${step}`, verdict: step === 100 ? 'worse' : 'no_effect', at: at(step) });
  }
  expect(kept.outcomes).toHaveLength(200);
  expect(kept.outcomes[0]).toMatchObject({ action: 'action_100', verdict: 'worse' });
  expect(level('auto', kept)).toBe('suggest');
});
