import { expect, test } from 'vitest';
import { proofSize } from './proof.ts';

test('the more was seen of a steady trouble, the less proves that it is over; never one reading', () => {
  const steady = [0, 1, 3, 5, 10, 30, 100].map((readings) => proofSize({ readings, healthy: 0 }, 9));
  expect(steady).toEqual([6, 5, 4, 3, 3, 2, 2]);
});

test('a trouble that lets readings through needs more, and more the oftener it does', () => {
  expect([0, 2, 5, 10].map((healthy) => proofSize({ readings: 30, healthy }, 9))).toEqual([2, 3, 4, 6]);
});
