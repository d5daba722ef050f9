import { expect, test } from 'vitest';
import { inOrder } from './measure.ts';

test('in order: neither a gap, nor a repeat, nor one before another', () => {
  expect(inOrder([4, 5, 6])).toBe(true);
  expect(inOrder([])).toBe(true);
  for (const seqs of [
    [4, 6],
    [4, 4],
    [5, 4],
  ])
    expect(inOrder(seqs), `${seqs}`).toBe(false);
});
