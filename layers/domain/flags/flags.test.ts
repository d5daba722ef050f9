import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { aService } from '../fixtures.ts';
import { edgesInto, entriesOf } from './callers.ts';
import { EMPTY_DOCUMENT, FlagDocument, withFlags } from './document.ts';
import { sameFlag } from './flag.ts';
import { breakerKey } from './keys.ts';

const name = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,20}$/);

describe("a breaker's key", () => {
  test('is what AppConfig takes, and of no two dependencies the same', () => {
    fc.assert(
      fc.property(name, name, (one, other) => {
        const keys = [breakerKey(one), breakerKey(other)];
        for (const key of keys) if (key !== undefined) expect(key).toMatch(/^[a-z][a-zA-Z\d_-]{0,63}$/);
        expect(keys[0] !== undefined && keys[0] === keys[1]).toBe(one === other && keys[0] !== undefined);
      }),
    );
    expect(breakerKey('payments')).toBe('breaker_payments');
    expect(breakerKey('my_db.v2')).toBe('breaker_my_5fdb_2ev2');
    expect(breakerKey('x'.repeat(80))).toBeUndefined();
  });
});

describe('flags in a document', () => {
  test('are defined with all that they carry, and nothing else changes', () => {
    const before = FlagDocument.parse({
      version: '1',
      flags: { theirs: { name: 'Theirs', _createdAt: 'then', attributes: { n: { constraints: { type: 'number' } } } } },
      values: { theirs: { enabled: true, n: 1 } },
    });
    const after = withFlags(before, { rate_limit: { enabled: true, requests_per_second: 2, tasks: 2 } });
    expect(after.flags.theirs).toEqual(before.flags.theirs);
    expect(after.values.theirs).toEqual(before.values.theirs);
    const number = { constraints: { type: 'number' } };
    expect(after.flags.rate_limit).toEqual({
      name: 'rate_limit',
      attributes: { requests_per_second: number, tasks: number },
    });
    expect(withFlags(after, { rate_limit: { enabled: false } }).flags, 'a definition stays').toEqual(after.flags);
    expect(withFlags(EMPTY_DOCUMENT, { breaker_users: { enabled: true } }).flags).toEqual({
      breaker_users: { name: 'breaker_users' },
    });
  });

  test('say the same when a service would do the same', () => {
    expect(sameFlag(null, { enabled: false, requests_per_second: 9 })).toBe(true);
    expect(sameFlag({ enabled: true, a: 1, b: 2 }, { b: 2, a: 1, enabled: true, _updatedAt: 'now' })).toBe(true);
    expect(sameFlag({ enabled: true, a: 1 }, { enabled: true, a: 2 })).toBe(false);
    expect(sameFlag({ enabled: true }, null)).toBe(false);
  });
});

describe('who calls whom', () => {
  const services = [
    aService({ name: 'web', depends_on: ['orders'] }),
    aService({ name: 'orders', depends_on: ['users', 'payments', 'orders'] }),
    aService({ name: 'jobs', depends_on: ['payments'] }),
    aService({ name: 'users' }),
    aService({ name: 'payments' }),
  ];
  const entries = (...failing: string[]) => entriesOf(failing, services).map(({ name: of }) => of);

  test('breakers are those of the calls into what fails', () => {
    const edges = edgesInto(['payments', 'orders'], services).map(
      ({ caller, dependency }) => `${caller.name}>${dependency}`,
    );
    expect(edges).toEqual(['web>orders', 'orders>payments', 'jobs>payments']);
    expect(edgesInto(['search'], services)).toEqual([]);
  });

  test('requests come in where nobody calls', () => {
    expect(entries('payments')).toEqual(['web', 'jobs']);
    expect(entries('users')).toEqual(['web']);
    expect(entries('web')).toEqual(['web']);
    expect(entries('search')).toEqual([]);
  });

  test('of a circle what fails itself is limited', () => {
    const circle = [aService({ name: 'a', depends_on: ['b'] }), aService({ name: 'b', depends_on: ['a'] })];
    expect(entriesOf(['a'], circle).map(({ name: of }) => of)).toEqual(['a']);
  });

  test('an entry always exists where something watched fails, and reaches it', () => {
    const graph = fc.array(fc.array(fc.nat(7), { maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(graph, fc.nat(7), (calls, at) => {
        const all = calls.map((to, index) => aService({ name: `s${index}`, depends_on: to.map((one) => `s${one}`) }));
        const failing = `s${at % all.length}`;
        const found = entriesOf([failing], all);
        expect(found.length).toBeGreaterThan(0);
        const reaches = (from: string, seen: Set<string>): boolean =>
          from === failing ||
          (all.find((one) => one.name === from)?.depends_on ?? []).some(
            (next) => !seen.has(next) && reaches(next, seen.add(next)),
          );
        for (const entry of found) expect(reaches(entry.name, new Set([entry.name]))).toBe(true);
      }),
    );
  });
});
