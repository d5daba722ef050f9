import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonical } from '../canonical.ts';
import { bounded, MOST_DETAIL_BYTES } from './bounded.ts';
import type { AuditEntry } from './entry.ts';
import { REMOVED } from './secrets.ts';

const entry = (detail: Record<string, unknown>, change: Partial<AuditEntry> = {}): AuditEntry => ({
  id: 'audit_1',
  at: '2026-11-25T12:00:00.000Z',
  actor: 'key:admin',
  action: 'key.created',
  target: 'key:abc',
  detail,
  ...change,
});
const kept = (detail: Record<string, unknown>) => bounded(entry(detail)).detail;

describe('secrets never enter the audit', () => {
  const secrets = [
    'rp_0a1b2c3d4e5f_AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcdefg',
    'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    'gsk_0123456789abcdefghij',
    'xoxb-1234567890-abcdefghij',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
    '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\n-----END RSA PRIVATE KEY-----',
  ];

  test.each(secrets)('%s is taken out of wherever it stands', (secret) => {
    const found = bounded(
      entry(
        {
          note: `use ${secret} for now`,
          list: [{ deep: [secret] }],
          [`named ${secret}`]: 1,
          url: `https://example.com/hook?token=${secret}`,
        },
        { target: `key:${secret}`, actor: secret, id: `id-${secret}` },
      ),
    );
    expect(canonical(found)).not.toContain(secret.slice(0, 24));
    expect(found.detail.note).toMatch(/^use .*for now$/);
  });

  test.each([
    'secret',
    'client_secret',
    'clientSecret',
    'password',
    'Authorization',
    'x-api-key',
    'apiKey',
    'routing_key',
    'task_token',
    'webhook_url',
    'signing_secret',
    'cookie',
    'private-key',
  ])('what stands under %s goes, whatever it looks like', (name) => {
    expect(kept({ [name]: 'hunter2', inside: { [name]: ['hunter2', 3] } })).toEqual({
      [name]: REMOVED,
      inside: { [name]: REMOVED },
    });
  });

  test.each([
    ['https://hooks.slack.com/services/T000/B000/XXXXXXXX', `https://hooks.slack.com/${REMOVED}`],
    ['https://me:hunter2@example.com/a', `https://${REMOVED}@example.com/a`],
    ['https://example.com/a?x=1&sig=abcdef&y=2', `https://example.com/a?x=1&sig=${REMOVED}&y=2`],
    ['Authorization: Bearer abcdefghijklmnop', `Authorization: Bearer ${REMOVED}`],
    ['the password: hunter2, then', `the password: ${REMOVED}, then`],
  ])('%s', (text, left) => {
    expect(kept({ text })).toEqual({ text: left });
  });

  test('what only names something stays', () => {
    const detail = {
      key_id: 'key:abc',
      reason: 'migration of the database',
      service: 'orders',
      secret_given: true,
      token: null,
      url: 'https://example.com/webhook',
      condition: 'error_rate > 0.05',
      namespaces: ['shop'],
    };
    expect(kept(detail)).toEqual(detail);
  });

  test('a secret that is cut by the limit of a text does not show its beginning', () => {
    const detail = kept({ text: `${'x'.repeat(3_990)} ${secrets[0]}`, large: 'y'.repeat(20_000) });
    expect(canonical(detail)).not.toContain('rp_0a1b');
  });
});

describe('sizes are bounded', () => {
  test('what fits stays as it is', () => {
    const detail = {
      guards: [{ guard: 'budget', passed: false, reason: 'three an hour' }],
      n: 1.5,
      none: null,
      yes: true,
    };
    expect(kept(detail)).toEqual(detail);
  });

  test('a long text and a long list say what was cut, with the digest of the whole', () => {
    const detail = kept({ text: 'a'.repeat(5_000), list: Array.from({ length: 300 }, (_, n) => n) });
    expect(detail.text).toMatch(/^a{4000}… \(cut: 5000 characters, sha256 [0-9a-f]{64}\)$/);
    expect(detail.list).toHaveLength(201);
    expect((detail.list as unknown[]).at(-1)).toBe('(cut: 100 more)');
  });

  test('what cannot be made to fit is its size, its digest and its members', () => {
    const detail = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`m${n}`, Array.from({ length: 60 }, () => 'z'.repeat(500))]),
    );
    const cut = kept(detail);
    expect(Buffer.byteLength(canonical(cut))).toBeLessThanOrEqual(MOST_DETAIL_BYTES);
  });

  test.each([
    'a',
    'eyJaaaaaa-',
    'rp_a',
    '?key',
    'https://',
    '-----BEGIN A PRIVATE KEY-----',
    'password:',
    '://a:',
    'Bearer ',
  ])('a megabyte of %s is told in passing', (part) => {
    expect(Buffer.byteLength(canonical(kept({ text: part.repeat(1_000_000 / part.length) })))).toBeLessThan(
      MOST_DETAIL_BYTES,
    );
  });

  test('long names keep what tells them apart', () => {
    const ids = ['a', 'b'].map((end) => bounded(entry({}, { id: `${'x'.repeat(500)}${end}` })).id);
    expect(ids.map(({ length }) => length)).toEqual([300, 300]);
    expect(ids[0]).not.toBe(ids[1]);
  });

  test('whatever is told, it fits, is JSON that comes back the same, and is the same when bounded again', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 3_000 }), fc.anything({ withBigInt: true, withDate: true, maxDepth: 6 }), {
          maxKeys: 40,
        }),
        (detail) => {
          const once = bounded(entry(detail));
          const text = canonical(once.detail);
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_DETAIL_BYTES);
          expect(canonical(JSON.parse(text))).toBe(text);
        },
      ),
    );
  });
});
