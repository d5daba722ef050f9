import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AHEAD_SECONDS, slotAt, slotsToPlan } from './slots.ts';

const resolution = fc.constantFrom(10, 30, 60, 300);

test('slots are absolute, two minutes ahead, none twice', () => {
  fc.assert(
    fc.property(
      resolution,
      fc.integer({ min: 1e9, max: 2e9 }),
      fc.option(fc.integer({ min: -20, max: 20 })),
      (step, now, offset) => {
        const mark = offset === null ? undefined : slotAt(now, step) + offset * step;
        const slots = slotsToPlan(now, step, mark);
        for (const slot of slots) {
          expect(slot % step).toBe(0);
          expect(slot).toBeGreaterThan(mark ?? 0);
          expect(slot).toBeGreaterThan(now - step);
          expect(slot).toBeLessThanOrEqual(now + AHEAD_SECONDS);
        }
        for (const [index, slot] of slots.slice(1).entries()) expect(slot - (slots[index] ?? 0)).toBe(step);
      },
    ),
  );
});

test('a planner that is late, early or misses a minute leaves no slot out', () => {
  fc.assert(
    fc.property(
      resolution,
      fc.array(fc.integer({ min: 1, max: AHEAD_SECONDS }), { minLength: 1, maxLength: 30 }),
      (step, gaps) => {
        let now = 1_800_000_003;
        let mark: number | undefined;
        const planned: number[] = [];
        for (const gap of [0, ...gaps]) {
          now += gap;
          const slots = slotsToPlan(now, step, mark);
          planned.push(...slots);
          mark = slots.at(-1) ?? mark;
        }
        const [first = 0] = planned;
        expect(planned).toEqual(planned.map((_, index) => first + index * step));
        expect(planned.at(-1)).toBe(slotAt(now + AHEAD_SECONDS, step));
      },
    ),
  );
});

test('what lies before now after a long gap needs no job of its own', () => {
  expect(slotsToPlan(1_000_005, 60, 900_000)).toEqual([999_960, 1_000_020, 1_000_080]);
});
