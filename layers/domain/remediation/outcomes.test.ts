import { describe, expect, test } from 'vitest';
import { type Band, shares, type Truth } from './outcomes.fixture.ts';

const TRIALS = 1_000;
const kinds: [number, Band][] = [
  [10, 'narrow'],
  [10, 'wide'],
  [60, 'narrow'],
  [60, 'wide'],
];

describe.each(kinds)('verdicts of made outcomes, a reading each %d s, a %s band', (step, width) => {
  test.each<Truth>(['no_effect', 'harmful', 'rising', 'healed_before', 'healed_as_foreseen', 'healed_with_peers'])(
    '%s: called "helped" in at most one of a hundred',
    (truth) => {
      expect(shares(truth, step, TRIALS, width).helped ?? 0).toBeLessThanOrEqual(0.01);
    },
  );

  test('no data is never "helped"', () => {
    expect(shares('no_data', step, TRIALS, width)).toEqual({ inconclusive: expect.closeTo(1) });
  });

  test('a repair that worked is called so, harm is found, and what does nothing is not called harm', () => {
    expect(shares('fixed', step, TRIALS, width).helped).toBeGreaterThan(0.95);
    expect(shares('harmful', step, TRIALS, width).worse).toBeGreaterThan(0.95);
    for (const truth of ['no_effect', 'rising'] as const)
      expect(shares(truth, step, TRIALS, width).worse ?? 0, truth).toBeLessThan(0.02);
  });
});
