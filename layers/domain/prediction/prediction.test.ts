import { expect, test } from 'vitest';
import { crossingOf, FRESH_SECONDS, SOON_SECONDS } from './prediction.ts';
import { aPrediction, climbing } from './predictions.fixture.ts';

const NOW = 1_800_000_000;
const HOUR = 3_600;
const limit = { value: 90, direction: 'up' as const };

test('a climb says how likely, and when as likely as not', () => {
  const near = climbing({ now: NOW, from: 60, to: 100, seconds: 2 * HOUR, spread: 10 });
  const found = crossingOf(aPrediction({ near }), limit, { now: NOW, within: 2 * HOUR });
  expect(found?.probability).toBeCloseTo(1, 1);
  expect(found?.at).toBeGreaterThan(NOW + 1.4 * HOUR);
  expect(found?.at).toBeLessThan(NOW + 1.6 * HOUR);
  expect(found?.earliest).toBeLessThan(found?.at ?? 0);
  const sooner = crossingOf(aPrediction({ near }), limit, { now: NOW, within: HOUR });
  expect(sooner).toMatchObject({ probability: 0, at: null, earliest: null });
});

test('the near forecast is believed as far as it reaches, the far one beyond', () => {
  const calm = climbing({ now: NOW, from: 60, to: 60, seconds: 2 * HOUR });
  const rise = climbing({ now: NOW, from: 60, to: 100, seconds: 24 * HOUR });
  const within = (hours: number) =>
    crossingOf(aPrediction({ near: calm, far: rise }), limit, { now: NOW, within: hours * HOUR });
  expect(within(2)?.probability).toBe(0);
  expect(within(12)?.probability).toBe(0);
  expect(within(24)).toMatchObject({ probability: 1, outlook: rise });
  const soon = climbing({ now: NOW, from: 60, to: 100, seconds: HOUR });
  const overruled = crossingOf(aPrediction({ near: calm, far: soon }), limit, { now: NOW, within: 24 * HOUR });
  expect(overruled?.probability, 'what was to happen in the near time is what the near one says').toBe(0);
});

test('what began some minutes ago is seen by the short forecast, which says nothing against the others', () => {
  const calm = climbing({ now: NOW, from: 60, to: 60, seconds: 2 * HOUR });
  const climb = climbing({ now: NOW, from: 60, to: 100, seconds: SOON_SECONDS });
  const ask = (prediction: Parameters<typeof aPrediction>[0], now = NOW) =>
    crossingOf(aPrediction(prediction), limit, { now, within: HOUR });
  const seen = ask({ soon: climb, near: calm });
  expect(seen).toMatchObject({ probability: 1, outlook: climb, whole: true });
  expect(seen?.at).toBeGreaterThan(NOW + 0.7 * SOON_SECONDS);
  expect(seen?.at).toBeLessThan(NOW + 0.8 * SOON_SECONDS);
  const slow = climbing({ now: NOW, from: 60, to: 100, seconds: HOUR });
  const short = climbing({ now: NOW, from: 60, to: 60, seconds: SOON_SECONDS });
  expect(ask({ soon: short, near: slow })).toMatchObject({ probability: 1, outlook: slow });
  expect(ask({ soon: climb, near: calm }, NOW + 601)?.probability, 'ten minutes later it is another matter').toBe(0);
  expect(ask({ soon: climb })).toMatchObject({ probability: 1, whole: false });
});

test('what is old, or abstained, says nothing', () => {
  const near = climbing({ now: NOW, from: 60, to: 100, seconds: 2 * HOUR });
  const ask = (prediction: Parameters<typeof aPrediction>[0], now: number) =>
    crossingOf(aPrediction(prediction), limit, { now, within: HOUR });
  expect(ask({ near }, NOW + FRESH_SECONDS + 1)).toBeUndefined();
  expect(ask({ near: { abstained: 'too short', made_at: NOW, span: 60 } }, NOW)).toBeUndefined();
  expect(ask({}, NOW)).toBeUndefined();
  const far = climbing({ now: NOW, from: 60, to: 100, seconds: HOUR });
  expect(ask({ near: { abstained: 'too short', made_at: NOW, span: 60 }, far }, NOW)?.probability).toBe(1);
});
