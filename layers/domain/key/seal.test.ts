import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seal, unseal } from './seal.ts';

test('only the same secret opens it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (text, secret, other) => {
      fc.pre(secret !== other);
      const sealed = seal(text, secret);
      expect(unseal(sealed, secret)).toBe(text);
      expect(unseal(sealed, other)).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test('what was changed does not open', () => {
  const bytes = Buffer.from(seal('text', 'secret'), 'base64');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  expect(unseal(bytes.toString('base64'), 'secret')).toBeUndefined();
});
