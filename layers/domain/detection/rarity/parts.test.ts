import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seeded } from '../made.fixture.ts';
import { Excursion } from './excursion.ts';
import { Hours } from './hours.ts';
import { Notices } from './notices.ts';
import { Past } from './past.ts';
import { Profile } from './profile.ts';
import { Recent } from './recent.ts';
import { Repeats } from './repeats.ts';
import { Restless } from './restless.ts';
import { DAY, RARITY } from './setting.ts';
import { Tail } from './tail.ts';

const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe('the sample of the past', () => {
  test('never holds more than it may, and its ranks follow the order of values', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 2_000 }), value, value, (values, a, b) => {
        const past = new Past(64);
        for (const one of values) past.learn(one, 1_000);
        expect(past.count).toBeLessThanOrEqual(64);
        expect(past.least()).toBeLessThanOrEqual(past.median());
        expect(past.median()).toBeLessThanOrEqual(past.most());
        expect(past.rank(Math.min(a, b))).toBeLessThanOrEqual(past.rank(Math.max(a, b)));
      }),
    );
  });

  test('is spread over the whole reach, and follows a series that has moved for good', () => {
    const past = new Past(64);
    for (let i = 0; i < 8_000; i++) past.learn(i, 8_000);
    // it reaches back for at least half of what it may
    expect(past.least()).toBeLessThan(4_000);
    expect(past.median()).toBeLessThan(6_100);
    for (let i = 0; i < 16_000; i++) past.learn(-1, 8_000);
    expect([past.least(), past.most()]).toEqual([-1, -1]);
  });

  test('a copy goes on alone', () => {
    const past = new Past(8);
    for (let i = 0; i < 30; i++) past.learn(i, 100);
    const copy = past.clone();
    for (let i = 0; i < 30; i++) copy.learn(1_000, 100);
    expect(past.most()).toBeLessThan(30);
    expect(copy.most()).toBe(1_000);
  });
});

describe('a profile', () => {
  const shape = (at: number) => 10 + Math.floor((at % DAY) / 3_600);
  const taught = (days: number, of = shape) => {
    const profile = new Profile({ period: DAY, slots: 24, memory: 28 });
    for (let at = 0; at < days * DAY; at += 300) profile.learn(at, of(at), 3);
    return profile;
  };

  test('knows each hour once it has seen it often enough', () => {
    expect(taught(1).expected(5 * 3_600, 2)).toBeNaN();
    const profile = taught(4);
    for (const hour of [0, 7, 22]) expect(profile.expected(hour * 3_600, 2)).toBeCloseTo(10 + hour);
  });

  test('one odd day moves it little', () => {
    const random = seeded(3);
    const noisy = (at: number) => shape(at) + random() - 0.5 + (Math.floor(at / DAY) === 9 ? 500 : 0);
    expect(taught(11, noisy).expected(7 * 3_600, 2)).toBeLessThan(18);
  });
});

describe('a tail', () => {
  const tail = (sizes: readonly number[]) => {
    const made = new Tail(RARITY);
    for (const size of sizes) made.learn(size, 1);
    return made;
  };
  const random = seeded(1);
  const usual = Array.from({ length: 5_000 }, () => -Math.log(1 - random()));

  test('says about how rare a size is', () => {
    const made = tail(usual);
    // of an exponential distribution, one in a thousand is beyond ln 1000; a heavier tail is assumed, so somewhat less
    expect(made.rarity(Math.log(1_000), 0)).toBeGreaterThan(2.5);
    expect(made.rarity(Math.log(1_000), 0)).toBeLessThan(3.3);
    expect(made.quantile(0.001, 0)).toBeGreaterThan(6);
    expect(made.quantile(0.001, 0)).toBeLessThan(9);
  });

  test('a larger size is never less rare, whatever was learnt', () => {
    const sizes = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(sizes, { minLength: 60, maxLength: 300 }), sizes, sizes, (learnt, a, b) => {
        const made = tail(learnt);
        const [less, more] = [made.rarity(Math.min(a, b), 0), made.rarity(Math.max(a, b), 0)];
        expect(less).toBeLessThanOrEqual(more + 0.05); // a bin's width, where sizes are counted
        expect(more).toBeLessThanOrEqual(RARITY.most);
      }),
    );
  });

  test('says nothing while it knows little, and forgets what is long ago', () => {
    expect(tail(usual.slice(0, 40)).rarity(1e9, 0)).toBe(0);
    const made = tail([...usual, ...new Array(200).fill(100)]);
    const before = made.rarity(100, 0);
    for (let day = 0; day < 60; day++) {
      made.forget(1 / 28);
      for (const size of usual.slice(0, 200)) made.learn(size, 1);
    }
    expect(before).toBeLessThan(3.5);
    expect(made.rarity(100, 0)).toBeGreaterThan(before + 1);
  });

  test('a constant series has a floor: what is smaller than it is not infinitely rare', () => {
    const made = tail(new Array(500).fill(0));
    expect(made.rarity(1, 2)).toBeLessThan(3);
    expect(made.rarity(1, 0)).toBe(RARITY.most);
  });
});

test('a short mean is compared with what was before it', () => {
  const recent = new Recent([{ points: 4, before: 100 }]);
  for (let i = 0; i < 200; i++) recent.add(1);
  expect(recent.moved(0)).toBeCloseTo(0);
  for (let i = 0; i < 4; i++) recent.add(11);
  expect(recent.moved(0)).toBeCloseTo(10, 5);
  expect(recent.last(3)).toEqual([11, 11, 11]);
});

test('a common value at the wrong hour is a surprise, at its own none', () => {
  const hours = new Hours(RARITY);
  const rank = (at: number) => ((at % DAY) / DAY < 0.5 ? 0.1 : 0.9);
  for (let at = 0; at < 20 * DAY; at += 600) hours.hear(at, rank(at));
  const usual = hours.clone();
  let said = 0;
  let surprised = 0;
  for (let i = 0; i < 12; i++) {
    said = usual.hear(20 * DAY + 600 * i, 0.1);
    surprised = hours.hear(20 * DAY + 600 * i, 0.9);
  }
  expect(said).toBeLessThan(0.5);
  expect(surprised).toBeGreaterThan(4);
});

describe('a run of equal values', () => {
  const hear = (values: readonly number[]) => {
    const repeats = new Repeats();
    return values.map((one) => repeats.hear(one, RARITY.longerRun)).at(-1) ?? 0;
  };
  const moving = Array.from({ length: 200 }, (_, i) => i % 17);

  test('is odd where the series always moved, and no news where it never did', () => {
    expect(hear([...moving, ...new Array(20).fill(5)])).toBeGreaterThan(5);
    expect(hear(new Array(500).fill(5))).toBe(0);
  });

  test('is usual where there was one as long', () => {
    expect(hear([...moving, ...new Array(20).fill(5), ...moving, ...new Array(20).fill(5)])).toBe(0);
  });
});

test('a restless series is granted more, and one incident does not make it restless', () => {
  const heard = (largest: (day: number) => number) => {
    const restless = new Restless();
    for (let at = 0; at < 30 * DAY; at += 3_600) restless.beyond(at, largest(Math.floor(at / DAY)), 3_600, RARITY);
    return restless.usual(3_600, RARITY);
  };
  expect(heard(() => 3)).toBeGreaterThan(heard(() => 1) + 1);
  expect(heard((day) => (day === 20 ? 15 : 1)) - heard(() => 1)).toBeLessThan(0.3);
});

describe('notices', () => {
  const hear = (notices: Notices, i: number, beyond: number) =>
    notices.hear(i * 60, { beyond, lasting: 3, age: 10 * DAY, step: 60 }, RARITY);

  test('one goes out when it becomes odd, another only when it gets much rarer or after a calm', () => {
    const notices = new Notices();
    expect([2, 2, 2.4, 2.4].map((beyond, i) => hear(notices, i, beyond))).toEqual([3, 0, 0, 0]);
    expect(hear(notices, 4, 4)).toBe(7);
    expect(hear(notices, 10, 4)).toBe(0);
    for (let i = 11; i < 11 + RARITY.hold; i++) hear(notices, i, 0);
    expect(hear(notices, 11 + RARITY.hold, 2)).toBe(3);
  });

  test('nothing pages that does not last, or that is younger than a working week', () => {
    const page = (lasting: number, age: number) =>
      (new Notices().hear(0, { beyond: 9, lasting, age, step: 60 }, RARITY) & 4) !== 0;
    expect([page(3, 6 * DAY), page(1, 6 * DAY), page(3, 4 * DAY)]).toEqual([true, false, false]);
  });
});

test('an excursion lasts until a point comes back to what the past was when it began', () => {
  const past = new Past(8);
  for (let i = 0; i < 20; i++) past.learn(10 + (i % 3), 100);
  const excursion = new Excursion();
  expect([11, 50, 51, 11, 60].map((one, i) => excursion.hear(1_000 + 10 * i, one, past))).toEqual([0, 0, 10, 0, 0]);
  for (let i = 0; i < 50; i++) past.learn(60, 100);
  expect(excursion.hear(2_000, 60, past)).toBe(960);
});
