import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Followed, judgeFiring } from './judge.ts';

const followed = (change: Partial<Followed> = {}): Followed => ({
  fired: 1_000,
  acted: 1_000,
  worth: 180,
  said: null,
  repaired: null,
  over: { at: 2_800, how: 'recovered' },
  until: 10_000,
  breach: null,
  ...change,
});

test('what lasted was trouble, and what an action would have spared of it is counted from when it could have helped', () => {
  expect(judgeFiring(followed())).toEqual({
    judged: 'true_positive',
    why: 'it lasted 30 min',
    minutes_saved: 27,
    minutes_ahead: null,
  });
});

test('who was held saved nothing', () => {
  expect(judgeFiring(followed({ acted: null }))).toMatchObject({ judged: 'true_positive', minutes_saved: 0 });
});

test('what was over before an action could have shown was no trouble', () => {
  const { judged, why } = judgeFiring(followed({ over: { at: 1_120, how: 'recovered' } }));
  expect([judged, why]).toEqual(['false_positive', 'it was over by itself after 2 min']);
});

test('unless it was over because it was repaired', () => {
  const one = followed({ over: { at: 1_120, how: 'recovered' }, repaired: 1_100 });
  expect(judgeFiring(one)).toMatchObject({ judged: 'true_positive', minutes_saved: 0 });
});

test('people’s word wins over what the figures say', () => {
  expect(judgeFiring(followed({ said: 'false_positive' })).judged).toBe('false_positive');
  expect(judgeFiring(followed({ said: 'true_positive', over: { at: 1_010, how: 'recovered' } })).judged).toBe(
    'true_positive',
  );
});

test('where history is silent nothing is judged', () => {
  expect(judgeFiring(followed({ over: { at: 5_000, how: 'unknown' } })).judged).toBe('undecided');
  expect(judgeFiring(followed({ over: null, until: 1_100 })).judged).toBe('undecided');
  expect(judgeFiring(followed({ over: null, until: 4_000 })).judged).toBe('true_positive');
});

test('evidence that was taken back was a mistake', () => {
  expect(judgeFiring(followed({ over: { at: 9_000, how: 'revised' } })).judged).toBe('false_positive');
});

const breach = (change: Partial<NonNullable<Followed['breach']>> = {}) => ({
  within: 3_600,
  at: 4_000,
  over: 5_800,
  ...change,
});

test('a breach that came was foreseen, so and so long ahead, and is spared whole by who acts in time', () => {
  expect(judgeFiring(followed({ breach: breach() }))).toEqual({
    judged: 'true_positive',
    why: 'the limit was reached 50 min later',
    minutes_saved: 30,
    minutes_ahead: 50,
  });
  expect(judgeFiring(followed({ acted: 4_420, breach: breach() })).minutes_saved).toBe(20);
});

test('a breach that did not come in its time was none, unless somebody acted on it', () => {
  expect(judgeFiring(followed({ breach: breach({ at: null }) })).judged).toBe('false_positive');
  expect(judgeFiring(followed({ breach: breach({ at: 4_700 }) })).judged).toBe('false_positive');
  expect(judgeFiring(followed({ breach: breach({ at: null }), repaired: 1_500 })).judged).toBe('undecided');
  expect(judgeFiring(followed({ breach: breach({ at: null }), until: 2_000 })).judged).toBe('undecided');
});

test('what is no true positive saves nothing, and nothing is saved beyond what there was', () => {
  const time = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(
      fc.record({
        fired: time,
        acted: fc.option(time),
        worth: fc.integer({ min: 1, max: 900 }),
        said: fc.constantFrom('true_positive' as const, 'false_positive' as const, null),
        repaired: fc.option(time),
        over: fc.option(
          fc.record({ at: time, how: fc.constantFrom('recovered' as const, 'revised' as const, 'unknown' as const) }),
        ),
        until: fc.constant(20_000),
        breach: fc.option(fc.record({ within: time, at: fc.option(time), over: fc.option(time) })),
      }),
      (one) => {
        const { judged, minutes_saved } = judgeFiring(one);
        if (judged !== 'true_positive' || one.acted === null) expect(minutes_saved).toBe(0);
        expect(minutes_saved).toBeGreaterThanOrEqual(0);
        expect(minutes_saved).toBeLessThanOrEqual(20_000 / 60 + 0.1);
      },
    ),
  );
});
