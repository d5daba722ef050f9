import { beforeEach, describe, expect, test } from 'vitest';
import { Anomaly } from '../anomaly/anomaly.ts';
import { aValue } from '../fixtures.ts';
import { toInstant } from '../time.ts';
import { advanceForeseen } from './foreseen.ts';
import type { Limit } from './limit.ts';
import { NEAR_SECONDS, type Prediction } from './prediction.ts';
import { aPrediction, climbing } from './predictions.fixture.ts';

const START = 1_800_000_000;
const MINUTE = 60;
const limit: Limit = { value: 90, direction: 'up', from: 'catalogue', policy: null };

/** A series as it goes on: each step is one run of the schedule. */
let now: number;
let prediction: Prediction;
let open: Anomaly | undefined;
beforeEach(() => {
  now = START;
  prediction = aPrediction();
  open = undefined;
});

/** @param minutes until the middle of the forecast meets the limit; null: it never does */
function run(
  minutes: number | null,
  { value = 60, made = true, at = limit as Limit | null, stale = false, spread = 4 } = {},
): Anomaly | undefined {
  now += MINUTE;
  const to = minutes === null ? value : value + ((90 - value) * NEAR_SECONDS) / (minutes * MINUTE);
  if (made) prediction = { ...prediction, near: climbing({ now, from: value, to, seconds: NEAR_SECONDS, spread }) };
  const latest = stale ? undefined : aValue({ value, expected: 30, lower: 20, upper: 40, at: now - 20 });
  const advanced = advanceForeseen({ prediction, limit: at, latest, open, made, source: 'cloudwatch', now });
  prediction = advanced.prediction;
  if (advanced.changed) open = advanced.changed.status === 'open' ? advanced.changed : undefined;
  if (advanced.changed) Anomaly.parse(advanced.changed);
  return advanced.changed;
}

describe('a breach ahead', () => {
  test('is told when two forecasts in a row say so, with its time, its chance and what is usual', () => {
    expect(run(50)).toBeUndefined();
    const told = run(49);
    expect(told).toMatchObject({
      kind: 'predicted_breach',
      status: 'open',
      level: 'warn',
      severity: 'medium',
      direction: 'up',
      trend: 'increasing',
      current_value: 60,
      expected_lower: 20,
      expected_upper: 40,
      unit: '%',
      recommendation: 'Scale up replicas',
      detectors: [{ name: 'robust_line' }],
      version: 1,
    });
    expect(told?.breach_probability).toBeGreaterThan(0.9);
    const ahead = Date.parse(told?.forecast_exhaustion ?? '') / 1000 - now;
    expect(ahead).toBeGreaterThan(45 * MINUTE);
    expect(ahead).toBeLessThan(53 * MINUTE);
    expect(prediction.open).toBe(told?.id);
  });

  test('is not told by one forecast alone, by a look without a new one, or where it is too improbable', () => {
    for (const minutes of [50, null, 50, null]) expect(run(minutes)).toBeUndefined();
    run(50);
    expect(run(50, { made: false })).toBeUndefined();
    for (let looks = 0; looks < 5; looks++) expect(run(119, { spread: 60 })).toBeUndefined();
  });

  test('has an id that the same episode of the same series finds again, and the next one does not', () => {
    run(50);
    const before = { prediction, now };
    const first = run(49);
    const again = advanceForeseen({
      prediction: before.prediction,
      limit,
      latest: aValue({ value: 60, at: now - 20 }),
      open: undefined,
      made: true,
      source: 'cloudwatch',
      now,
    });
    expect(again.changed?.id ?? first?.id).toBe(first?.id);
    run(null);
    run(50);
    expect(run(49)?.id).not.toBe(first?.id);
  });

  test('is graver as it nears, rises in version, and rests between', () => {
    run(50);
    const told = run(49);
    expect(run(48), 'nothing moved').toBeUndefined();
    expect(run(48, { made: false })).toBeUndefined();
    const nearer = run(25, { value: 75 });
    expect(nearer).toMatchObject({ id: told?.id, severity: 'high', version: 2, current_value: 75 });
    expect(nearer?.detected_at).toBe(told?.detected_at);
    let later: Anomaly | undefined;
    for (let minute = 0; minute < 16 && !later; minute++) later = run(25 - minute, { value: 75 });
    expect(later?.version).toBe(3);
  });

  test('stands while the chance is between the two bounds', () => {
    run(50);
    run(49);
    run(100, { spread: 60 });
    expect(open?.status).toBe('open');
  });
});

describe('it ends', () => {
  beforeEach(() => {
    run(50);
    run(49);
  });

  test('as breached, when the limit is reached', () => {
    expect(run(1, { value: 91 })).toMatchObject({ status: 'resolved', resolution: 'breached', current_value: 91 });
    expect(prediction.open).toBeNull();
    for (let minute = 0; minute < 20; minute++)
      expect(run(10, { value: 85 }), 'it was there a moment ago').toBeUndefined();
    now += 1_800;
    expect(run(10, { value: 85 })?.status, 'it has been short of it for half an hour').toBe('open');
  });

  test('as withdrawn, when the forecast says so no longer', () => {
    expect(run(null)).toMatchObject({ status: 'resolved', resolution: 'withdrawn' });
  });

  test('as passed, when its time came and nothing happened', () => {
    now += 3_600;
    expect(run(null)).toMatchObject({ resolution: 'passed' });
  });

  test('as withdrawn, when nobody names a limit any more; as silent, when the series says nothing', () => {
    expect(run(50, { at: null })).toMatchObject({ resolution: 'withdrawn' });
    run(50);
    run(49);
    expect(run(50, { stale: true, made: false }), 'what was foreseen holds for a while').toBeUndefined();
    now += 2 * 3_600;
    expect(run(50, { stale: true, made: false })).toMatchObject({ resolution: 'silent' });
  });

  test('once: what is over is not written again', () => {
    run(null);
    expect(run(null)).toBeUndefined();
  });
});

test('of a metric whose fall is bad the limit lies below', () => {
  const falls = climbing({ now: START, from: 6, to: 1, seconds: NEAR_SECONDS });
  const near = { ...falls, points: falls.points.map((point) => ({ ...point, highest: [] })) };
  const tasks = aPrediction({ metric: 'running_tasks', near, agreed: 1 });
  const { changed } = advanceForeseen({
    prediction: tasks,
    limit: { value: 2, direction: 'down', from: 'policy', policy: 'policy_1' },
    latest: aValue({ metric: 'running_tasks', value: 6, at: START - 20 }),
    open: undefined,
    made: true,
    source: 'cloudwatch',
    now: START,
  });
  expect(changed).toMatchObject({ direction: 'down', trend: 'decreasing', severity: 'high' });
  expect(changed?.started_at).toBe(toInstant(START));
});
