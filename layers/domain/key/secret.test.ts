import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyParts, keyText, newKeyId, newKeySecret, sameHash, secretHash } from './secret.ts';

test('what is made is read back, and no two are alike', () => {
  const made = Array.from({ length: 200 }, () => ({ id: newKeyId(), secret: newKeySecret() }));
  for (const one of made) expect(keyParts(keyText(one.id, one.secret))).toEqual(one);
  expect(new Set(made.map(({ id }) => id)).size).toBe(200);
  expect(made[0]?.id).toMatch(/^[0-9A-Za-z]{12}$/);
  expect(made[0]?.secret).toMatch(/^[0-9A-Za-z]{43}$/);
});

test('a secret may hold underscores, an id may not', () => {
  const visible = fc.string({ unit: fc.constantFrom('_', 'a', 'Z', '9', '-', '~'), minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(visible, (secret) => {
      expect(keyParts(keyText('abc', secret))).toEqual({ id: 'abc', secret });
    }),
  );
});

test.each([
  '',
  'rp_',
  'rp_abc',
  'rp_abc_',
  'rp__secret',
  'sk_abc_secret',
  'rp_abc_with space',
  ' rp_abc_x',
  `rp_${'a'.repeat(33)}_x`,
])('%j is no key', (text) => expect(keyParts(text)).toBeUndefined());

test('only the same hash is the same; what is no hash is never', () => {
  expect(sameHash(secretHash('a'), secretHash('a'))).toBe(true);
  expect(sameHash(secretHash('a'), secretHash('b'))).toBe(false);
  expect(sameHash('', '')).toBe(false);
  expect(sameHash('zz', secretHash('a'))).toBe(false);
});
