import { expect, test } from 'vitest';
import { canonical } from '../canonical.ts';
import { AuditRecord, chained, GENESIS, hashOf, sha256 } from './record.ts';

const entry = {
  id: 'a',
  at: '2026-11-25T12:00:00.000Z',
  actor: 'engine',
  action: 'engine.toggled',
  target: 'engine',
  detail: { reason: 'migration', b: 2, a: 1 },
};

test('canonical JSON: members sorted, nothing between, as RFC 8785 writes it', () => {
  expect(canonical({ b: [1, { d: undefined, c: 'é' }], a: 1e21, '€': null, ö: -0 })).toBe(
    '{"a":1e+21,"b":[1,{"c":"é"}],"ö":0,"€":null}',
  );
  expect(canonical([undefined, 'a"b\n'])).toBe('[null,"a\\"b\\n"]');
});

test('the hash can be computed by anybody who has the record', () => {
  const [record] = chained(undefined, [entry], '2026-11-25T12:00:01.000Z').records;
  if (!record) throw new Error('nothing was chained');
  expect(AuditRecord.parse(record)).toEqual(record);
  expect(record.previous).toBe(GENESIS);
  expect(record.hash).toBe(
    sha256(
      `{"action":"engine.toggled","actor":"engine","at":"2026-11-25T12:00:00.000Z","detail":{"a":1,"b":2,"reason":"migration"},"id":"a","previous":"${GENESIS}","recorded_at":"2026-11-25T12:00:01.000Z","seq":1,"target":"engine"}`,
    ),
  );
  expect(hashOf({ ...record, detail: { a: 1, reason: 'migration', b: 2 } })).toBe(record.hash);
  expect(hashOf({ ...record, detail: { ...record.detail, b: 3 } })).not.toBe(record.hash);
});
