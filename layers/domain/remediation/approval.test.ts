import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planHash } from './approval.ts';

const what = { type: 'scale', service: 'orders', parameters: { by: '+50%' }, plan: { from: 2, to: 3 } };

test('each part of what is approved is in the hash', () => {
  const hash = planHash(what);
  expect(planHash({ ...what })).toBe(hash);
  const changes = [
    { type: 'restart_container' },
    { service: 'users' },
    { parameters: { by: '+60%' } },
    { plan: { from: 3, to: 4 } },
    { plan: { from: 2, to: 3, more: [1] } },
  ];
  const hashes = changes.map((change) => planHash({ ...what, ...change }));
  expect(new Set([hash, ...hashes]).size).toBe(changes.length + 1);
});

test('neither the order of members nor the way through a table changes it', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (plan) => {
      const turned = Object.fromEntries(Object.entries(plan).toReversed());
      const stored: unknown = JSON.parse(JSON.stringify(plan));
      expect(planHash({ ...what, plan: turned })).toBe(planHash({ ...what, plan }));
      expect(planHash({ ...what, plan: Object(stored) })).toBe(planHash({ ...what, plan }));
    }),
  );
});
