import { expect, test } from 'vitest';
import { anAnomaly } from '../fixtures.ts';
import { Anomaly } from './anomaly.ts';

test('an episode that was stored before shapes were told has none', () => {
  const { shape, ...before } = anAnomaly({ shape: 'drift' });
  expect(Anomaly.parse({ ...before, shape })).toMatchObject({ shape: 'drift' });
  expect(Anomaly.parse(before)).toEqual({ ...before, shape: null });
});
