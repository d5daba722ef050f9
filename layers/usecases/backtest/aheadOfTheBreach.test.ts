import { beforeAll, describe, expect, test } from 'vitest';
import type { BacktestReport } from '#domain/backtest/report.ts';
import { seeded } from '#domain/detection/made.fixture.ts';
import { aPolicy } from '#domain/fixtures.ts';
import { toEpoch } from '#domain/time.ts';
import { pastPorts, SINCE } from './past.fixture.ts';
import { runBacktest } from './runBacktest.ts';

// Load on orders climbs as before a sale, at its natural pace: from its usual 40 % it needs two and a half hours to 85 %.

const MINUTE = 60;
const STEP = 5 * MINUTE;
const HOUR = 3_600;
const DAY = 86_400;
const BEGINS = SINCE + 2 * DAY;
const PER_HOUR = 18;
const LIMIT = 85;

/** Two usual days, a point each five minutes, then the climb, and after it what the sale brings: the limit is passed and stays so for an hour. */
function load(climbs: boolean, until: number): { at: number; value: number }[] {
  const random = seeded(7);
  const points: { at: number; value: number }[] = [];
  for (let at = SINCE; at < until; at += STEP) {
    const day = 4 * Math.sin((2 * Math.PI * at) / DAY);
    const into = Math.max(0, at - BEGINS) / HOUR;
    const risen = climbs ? Math.min(PER_HOUR * into, 58) : 0;
    points.push({ at, value: 38 + day + risen + 3 * (random() - 0.5) });
  }
  return points;
}

const policy = aPolicy({
  name: 'ahead_of_the_sale',
  condition: `forecast(cpu_usage, 1h) > ${LIMIT}%`,
  ladder: [{ type: 'scale', parameters: { by: '+50%' } }],
  verify: { within_seconds: 180, metric: null, expect: null },
});

const replay = (points: { at: number; value: number }[], until: number): Promise<BacktestReport> =>
  runBacktest(
    { policies: [policy], since: BEGINS - 10 * MINUTE, until, kept: false },
    { ...pastPorts({ points: { 'orders/cpu_usage': points }, now: until }), backtests: { put: async () => {} } },
  );

describe('ahead of the breach', () => {
  const end = BEGINS + 4 * HOUR;
  let report: BacktestReport;
  beforeAll(async () => {
    report = await replay(load(true, end), end);
  }, 120_000);

  test('the breach is foreseen most of an hour before it comes, and it comes', () => {
    const first = report.firings.at(-1); // the oldest
    expect(report.firings.map(({ judged }) => judged)).not.toContain('false_positive');
    expect(first).toMatchObject({ cause: 'forecast', metric: 'cpu_usage', judged: 'true_positive' });
    expect(first?.minutes_ahead).toBeGreaterThan(40);
    expect(first?.minutes_ahead).toBeLessThanOrEqual(60);
  });

  test('there is time to add capacity: whoever acts then spares the whole breach', () => {
    const first = report.firings.at(-1);
    if (!first) throw new Error('nothing fired');
    const breach = toEpoch(first.ended_at ?? '');
    expect(first.acted_at).not.toBeNull();
    expect(breach - toEpoch(first.acted_at ?? '')).toBeGreaterThan(policy.verify.within_seconds);
    expect(first.minutes_saved).toBeGreaterThan(30);
  });

  test('what is decided is decided from what had come by then: another future changes nothing of it', async () => {
    const fired = toEpoch(report.firings.at(-1)?.at ?? '');
    const cut = load(true, end).filter(({ at }) => at < fired);
    const other = [...cut, ...load(false, end).filter(({ at }) => at >= fired)];
    const again = await replay(other, fired + STEP);
    expect(again.firings.map(({ at }) => at)).toEqual([report.firings.at(-1)?.at]);
  }, 120_000);

  test('an hour as every day makes nobody act', async () => {
    expect((await replay(load(false, BEGINS + HOUR), BEGINS + HOUR)).firings).toEqual([]);
  }, 120_000);
});
