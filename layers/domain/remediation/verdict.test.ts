import { describe, expect, test } from 'vitest';
import { aValue } from '../fixtures.ts';
import { toInstant } from '../time.ts';
import type { Cause, Reading } from './action.ts';
import { judgeOutcome, type Outcome } from './verdict.ts';

const ACTED = Date.parse('2027-01-15T08:00:00Z') / 1000;
const STEP = 10;
const read = (...values: number[]): Reading[] => readFrom(ACTED + STEP, values);
const readFrom = (from: number, values: number[]): Reading[] =>
  values.map((value, i) => ({ at: toInstant(from + i * STEP), metric: 'cpu_usage', value, unit: '%' }));
/** A trouble that was seen for so long that two healthy readings prove it over. */
const before = (value: number, count = 20): Reading[] => readFrom(ACTED - count * STEP, Array(count).fill(value));
const cause = (change: Partial<Cause> = {}): Cause => ({
  kind: 'anomaly',
  id: 'anomaly_1',
  metric: 'cpu_usage',
  direction: 'up',
  ...change,
});
const judge = (after: number[], change: Partial<Outcome> = {}) =>
  judgeOutcome({
    cause: cause(),
    before: before(70),
    after: read(...after),
    step: STEP,
    actedAt: ACTED,
    settledAt: ACTED + 5,
    soonest: 0,
    latest: aValue({ expected: 20, lower: 10, upper: 32 }),
    expect: null,
    peers: [],
    waited: 30,
    within: 90,
    ...change,
  });
const judged = (after: number[], change: Partial<Outcome> = {}) => judge(after, change).verdict;
const late = { waited: 120 };

describe('helped', () => {
  test('two fresh values back in the band; one is not yet enough', () => {
    expect(judged([25])).toBe('not_yet');
    expect(judged([25, 22])).toBe('helped');
    expect(judged([70, 25, 70, 25, 22])).toBe('helped');
    expect(judged([25, 70])).toBe('not_yet');
  });

  test('what the policy expects stands in the place of the band', () => {
    const expectation = { expect: { op: '<' as const, value: 65 } };
    expect(judged([60, 60], expectation)).toBe('helped');
    expect(judged([60, 60])).toBe('not_yet');
    expect(judged([25, 25], { expect: { op: '>' as const, value: 65 } })).toBe('not_yet');
  });

  test('values that each may be so far out, but not all of them, are not back', () => {
    const wide = { latest: aValue({ expected: 20, lower: 0, upper: 60 }), before: before(50) };
    expect(judged([50, 52, 51, 50, 49, 52, 51, 50], { ...wide, ...late })).toBe('no_effect');
    expect(judge([22, 24, 20, 25, 21, 23, 22, 20], wide)).toMatchObject({ verdict: 'inconclusive', recovered: true });
  });

  test('nobody is healthy at the natural limit, however usual it is', () => {
    const usual = { latest: aValue({ expected: 91, lower: 80, upper: 100 }), before: before(97) };
    expect(judged([92, 92], { ...usual, ...late })).toBe('no_effect');
    expect(judged([88, 88], usual)).toBe('helped');
  });

  test('a metric that fell has to rise', () => {
    const tasks = {
      cause: cause({ metric: 'running_tasks', direction: 'down' }),
      latest: aValue({ expected: 4, lower: 3, upper: 5 }),
    };
    expect(judged([4, 4], { ...tasks, before: before(1) })).toBe('helped');
    expect(judged([1, 1], { ...tasks, before: before(1), ...late })).toBe('no_effect');
  });
});

describe('inconclusive: no data is never called fixed', () => {
  test('no fresh value in time, or only one', () => {
    expect(judged([])).toBe('not_yet');
    expect(judged([], late)).toBe('inconclusive');
    expect(judged([25], late)).toBe('inconclusive');
    expect(judged([70], late)).toBe('inconclusive');
  });

  test('a series of which nothing is known any more', () => {
    expect(judged([25, 25], { latest: undefined })).toBe('not_yet');
    expect(judged([25, 25], { latest: undefined, ...late })).toBe('inconclusive');
  });
});

describe('no effect and worse', () => {
  test('not back in time is no effect, and not judged before', () => {
    expect(judged([70, 68])).toBe('not_yet');
    expect(judged([70, 68], late)).toBe('no_effect');
    expect(judged([25, 70], late)).toBe('no_effect');
  });

  test('half the deviation more, twice in a row, is worse at once; a little more is not', () => {
    expect(judged([96, 97])).toBe('worse');
    expect(judged([70, 97])).toBe('not_yet');
    expect(judged([80, 80], late)).toBe('no_effect');
  });
});

describe('back, and not shown to be by the action: nobody is woken, and it is not called fixed', () => {
  test('back before the action could show', () => {
    const late = judge([25, 22], { before: [...before(70), ...readFrom(ACTED, [24])] });
    expect(late).toMatchObject({ verdict: 'inconclusive', recovered: true });
    expect(late.reason).toContain('was back before this could show');
    expect(judged([25, 22, 21], { soonest: 20 })).toBe('inconclusive');
    expect(judged([70, 22, 21], { soonest: 20, before: before(70, 30) })).toBe('helped');
  });

  test('a last reading that may be a stray of the usual does not show that the trouble lasted', () => {
    const backBut = (last: number) => [...before(70), ...readFrom(ACTED, [24, last])];
    const outcome = judge([22, 21, 20], { before: backBut(38) });
    expect(outcome).toMatchObject({ verdict: 'inconclusive', recovered: true });
    expect(outcome.reason).toContain('may have come back by itself');
    // nearer to what the trouble was like
    expect(judged([22, 21, 20], { before: backBut(60) })).toBe('helped');
  });

  test('on its way back already, and arrived as it would have', () => {
    const falling = readFrom(ACTED - 10 * STEP, [72, 68, 64, 60, 56, 52, 48, 44, 40, 36]);
    const outcome = judge([33, 28, 24, 20, 16], { before: falling });
    expect(outcome).toMatchObject({ verdict: 'inconclusive', recovered: true });
    expect(outcome.reason).toContain('may have come back by itself');
    // the same end, of a trouble that stood still
    expect(judged([70, 28, 24, 20, 16], { before: before(70, 10) })).toBe('helped');
  });

  test('untouched services recovered too', () => {
    const peers = (...healthy: boolean[]) => healthy.map((one, i) => ({ service: `peer${i}`, healthy: one }));
    const outcome = judge([25, 22], { peers: peers(true) });
    expect(outcome).toMatchObject({ verdict: 'inconclusive', recovered: true });
    expect(outcome.reason).toContain('peer0, which nobody touched');
    expect(judged([25, 22], { peers: peers(true, false) })).toBe('inconclusive');
    expect(judged([25, 22], { peers: peers(true, false, false) })).toBe('helped');
  });
});

test('a trouble of which little was seen, or that lets go now and then, needs more proof', () => {
  expect(judged([25, 22], { before: before(70, 3) })).toBe('not_yet');
  expect(judged([25, 22, 24, 23], { before: before(70, 3) })).toBe('helped');
  const nowAndThen = readFrom(ACTED - 12 * STEP, [70, 22, 70, 70, 25, 70, 70, 70, 24, 70, 70, 70]);
  expect(judged([25, 22, 24, 23], { before: nowAndThen })).toBe('not_yet');
  expect(judged([25, 22, 24, 23, 22, 25], { before: nowAndThen })).toBe('helped');
});

test('a run that began in time is waited for, and no longer', () => {
  const little = { before: before(70, 3), within: 60 };
  expect(judged([70, 70, 25, 22], { ...little, waited: 65 })).toBe('not_yet');
  expect(judge([70, 70, 25, 22], { ...little, waited: 200 })).toMatchObject({
    verdict: 'inconclusive',
    recovered: false,
  });
});

test('a repair that was made early and works by and by is one', () => {
  const early = { before: before(66, 2), expect: { op: '<' as const, value: 45 }, soonest: 10, settledAt: ACTED + 25 };
  expect(judged([66, 67, 60, 50, 33, 32, 31, 33, 32, 31], { ...early, waited: 90 })).toBe('helped');
});

test('what gets worse as it did before is not harmed by the action', () => {
  const rising = readFrom(ACTED - 7 * STEP, [35, 45, 55, 65, 75, 85, 95]);
  expect(judged([122, 134, 141], { before: rising, ...late })).toBe('no_effect');
  expect(judged([122, 134, 141], { before: before(95, 7) })).toBe('worse');
});

test('of what was foreseen, the forecast made before is the proof', () => {
  const foreseen = { cause: cause({ kind: 'forecast' as const }), expect: { op: '<' as const, value: 62 } };
  expect(judged([50, 48], { ...foreseen, before: before(60) })).toBe('helped');
});

test('the reason tells the figures before and after', () => {
  const { reason } = judge([25, 22], { before: before(70.4444) });
  expect(reason).toBe('cpu_usage is back: 70.4% before, 22% after');
});
