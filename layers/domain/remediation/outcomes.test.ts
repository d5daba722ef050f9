import { describe, expect, test } from 'vitest';
import { shares, type Truth } from './outcomes.fixture.ts';

const TRIALS = 1_000;
const steps = [10, 60];

describe.each(steps)('verdicts of made outcomes, a reading each %d s', (step) => {
  test.each<Truth>(['no_effect', 'harmful', 'rising', 'healed_before', 'healed_as_foreseen', 'healed_with_peers'])(
    '%s: called "helped" in at most one of a hundred',
    (truth) => {
      expect(shares(truth, step, TRIALS).helped ?? 0).toBeLessThanOrEqual(0.01);
    },
  );

  test('no data is never "helped"', () => {
    expect(shares('no_data', step, TRIALS)).toEqual({ inconclusive: expect.closeTo(1) });
  });

  test('a repair that worked is called so, harm is found, and what does nothing is not called harm', () => {
    expect(shares('fixed', step, TRIALS).helped).toBeGreaterThan(0.95);
    expect(shares('harmful', step, TRIALS).worse).toBeGreaterThan(0.95);
    for (const truth of ['no_effect', 'rising'] as const)
      expect(shares(truth, step, TRIALS).worse ?? 0, truth).toBeLessThan(0.02);
  });
});
