import { describe, expect, test } from 'vitest';
import { aValue } from '../fixtures.ts';
import type { Limit } from './limit.ts';
import { NEAR_SECONDS, type Prediction } from './prediction.ts';
import { aPrediction, climbing } from './predictions.fixture.ts';
import { dueNow, usedRoom } from './rhythm.ts';

const NOW = 1_800_000_000;
const MINUTE = 60;
const limit: Limit = { value: 90, direction: 'up', from: 'catalogue', policy: null };
const calm = (made: number) => climbing({ now: made, from: 20, to: 20, seconds: NEAR_SECONDS, spread: 5 });
const quiet = (made: number, change: Partial<Prediction> = {}) =>
  aPrediction({ near: calm(made), far: calm(made), ...change });
const value = (now: number, change: Parameters<typeof aValue>[0] = {}) =>
  aValue({ at: now - 20, value: 20, ...change });

const abstained = (made_at: number) => ({ abstained: 'nothing began', made_at, span: 10_800 });

/** How often a series is forecast within some hours, while it looks the same. */
function looks(
  hours: number,
  of: (made: number) => Prediction,
  latest = value,
): Record<'soon' | 'near' | 'far', number> {
  const made = { soon: NOW, near: NOW, far: NOW };
  const count = { soon: 0, near: 0, far: 0 };
  for (let now = NOW + MINUTE; now <= NOW + hours * 3_600; now += MINUTE) {
    const prediction = { ...of(made.near), far: of(made.far).far, soon: abstained(made.soon) };
    for (const lane of dueNow(prediction, latest(now), limit, now)?.lanes ?? []) {
      made[lane] = now;
      count[lane] += 1;
    }
  }
  return count;
}

test('a series that nobody forecast yet is due, whole', () => {
  expect(dueNow(undefined, value(NOW), limit, NOW)).toMatchObject({ lanes: ['near', 'far'] });
});

test('a quiet series has its next day forecast each hour, at a minute of its own', () => {
  expect(looks(24, quiet)).toEqual({ soon: 0, near: 0, far: 24 });
  const minutes = new Set(
    Array.from({ length: 40 }, (_, index) => {
      const of = quiet(NOW, { service: `service-${index}` });
      for (let now = NOW + MINUTE; ; now += MINUTE) if (dueNow(of, value(now), limit, now)) return (now - NOW) / MINUTE;
    }),
  );
  expect(minutes.size).toBeGreaterThan(15);
});

describe('what moves towards its limit is looked at more often', () => {
  test('by how near the breach is: each minute at ten, each quarter of an hour at most', () => {
    const ramp = (minutes: number) => (made: number) =>
      quiet(made, {
        near: climbing({
          now: made,
          from: 60,
          to: 60 + (30 * NEAR_SECONDS) / (minutes * MINUTE),
          seconds: NEAR_SECONDS,
          spread: 2,
        }),
      });
    expect(looks(1, ramp(10)).near).toBeGreaterThanOrEqual(55);
    expect(looks(1, ramp(60)).near).toBeGreaterThanOrEqual(10);
    expect(looks(1, ramp(60)).near).toBeLessThanOrEqual(14);
    expect(looks(1, ramp(115)).near).toBeLessThanOrEqual(8);
  });

  test('where a quarter of its room is used, before any forecast says so', () => {
    expect(dueNow(quiet(NOW), value(NOW + 4_000), limit, NOW + 4_000)?.moves).toBe(false);
    const used = (now: number) => value(now, { value: 45, expected: 20, upper: 99 });
    const wide = (made: number) => ({
      ...quiet(made),
      near: climbing({ now: made, from: 45, to: 45, seconds: NEAR_SECONDS, spread: 20 }),
    });
    expect(looks(1, wide, used).near).toBeGreaterThanOrEqual(11);
    expect(looks(1, wide, used).soon, 'what may have begun just now, each minute').toBe(60);
    expect(usedRoom(value(NOW, { value: 95, expected: 95 }), limit)).toBe(0);
    expect(usedRoom(value(NOW, { value: 1, expected: 2 }), { ...limit, value: 0, direction: 'down' })).toBe(0.5);
    expect(usedRoom(value(NOW, { expected: Number.NaN }), limit)).toBe(0);
  });

  test('at once where it goes beyond what the forecast held possible', () => {
    const at = NOW + 10 * MINUTE;
    expect(dueNow(quiet(NOW), value(at), limit, at)).toBeUndefined();
    expect(dueNow(quiet(NOW), value(at, { value: 30, expected: 20 }), limit, at)).toMatchObject({
      lanes: ['soon', 'near'],
    });
    expect(dueNow(quiet(NOW), value(at, { value: 5 }), limit, at), 'away from the limit').toBeUndefined();
    const told = { ...quiet(NOW), open: 'anomaly_1' };
    expect(dueNow(told, value(at, { value: 5 }), limit, at), 'what was told has turned').toMatchObject({
      lanes: ['soon', 'near'],
    });
  });

  test('a first sign is confirmed within two minutes', () => {
    const signs = quiet(NOW, { agreed: 1 });
    expect(dueNow(signs, value(NOW + 120), limit, NOW + 120)).toMatchObject({
      lanes: ['soon', 'near'],
      moves: true,
    });
    expect(dueNow({ ...signs, agreed: 0 }, value(NOW + 120), limit, NOW + 120)).toBeUndefined();
  });
});

test('never twice a minute', () => {
  const at = NOW + 20;
  const made = { ...quiet(NOW), soon: abstained(NOW) };
  expect(dueNow(made, value(at, { value: 89 }), limit, at)).toBeUndefined();
});

test('what is too short is tried again when it is longer by a quarter, and seldom where it is long', () => {
  const short = (span: number) => (made: number) =>
    aPrediction({
      near: { abstained: 'too short', made_at: made, span },
      far: { abstained: 'too short', made_at: made, span },
    });
  expect(looks(1, short(600)).near).toBe(12);
  expect(looks(4, short(7_200)).near).toBeGreaterThanOrEqual(8);
  expect(looks(4, short(30 * 86_400))).toEqual({ soon: 0, near: 4, far: 4 });
});
