import { expect, test } from 'vitest';
import { KeyRequest, rotateKey } from './keys.ts';

test.each([
  ['', false],
  ['soon', false],
  ['31d', false],
  [-1, false],
  ['30d', true],
  [0, true],
  [undefined, true],
])('an overlap of %j is valid: %s', (overlap, valid) => {
  expect(rotateKey.body?.safeParse({ overlap }).success).toBe(valid);
});

test('a key is asked for as scripts do, and what is left out has its default', () => {
  const asked = { name: 'prod-api-key', description: 'Production API access', scopes: ['read', 'write'] };
  expect(KeyRequest.parse(asked)).toEqual({ ...asked, namespaces: null, rate_limit: 1_000, expires_at: null });
});
