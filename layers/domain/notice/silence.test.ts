import { expect, test } from 'vitest';
import { toEpoch } from '../time.ts';
import { aSilence, someMatched } from './notice.fixture.ts';
import { holding, silencing, stateOf } from './silence.ts';

const silence = aSilence({ starts_at: '2026-11-24T16:00:00.000Z', ends_at: '2026-11-24T17:00:00.000Z' });
const at = (time: string) => toEpoch(`2026-11-24T${time}Z`);

test('it begins, lasts and ends by itself', () => {
  expect(stateOf(silence, at('15:59:59.999'))).toBe('pending');
  expect(stateOf(silence, at('16:00:00'))).toBe('active');
  expect(stateOf(silence, at('16:59:59.999'))).toBe('active');
  expect(stateOf(silence, at('17:00:00'))).toBe('expired');
});

test('it silences what matches while it is active', () => {
  expect(silencing([silence], someMatched(), at('16:30:00'))).toBe(silence);
  expect(silencing([silence], someMatched({ service: 'users' }), at('16:30:00'))).toBeUndefined();
  expect(silencing([silence], someMatched(), at('17:30:00'))).toBeUndefined();
});

test('of several the longest is named', () => {
  const longer = aSilence({ id: 'silence_2', starts_at: silence.starts_at, ends_at: '2026-11-24T18:00:00.000Z' });
  expect(silencing([silence, longer], someMatched(), at('16:30:00'))).toBe(longer);
});

test('repairs are held only where that is asked', () => {
  expect(holding([silence], someMatched(), at('16:30:00'))).toBeUndefined();
  const window = { ...silence, hold_actions: true };
  expect(holding([silence, window], someMatched(), at('16:30:00'))).toBe(window);
});
