import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook as StockClient } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { isUsableSecret, newSecret, secretBytes, sign } from './signature.ts';

const content = { event: 'anomaly.detected', timestamp: '2026-11-24T16:00:00.000Z', data: { n: 1 }, id: 'a.b.1' };
const now = () => new Date();

const verify = (secret: string | Uint8Array, { body, headers }: ReturnType<typeof sign>) =>
  (typeof secret === 'string' ? new StockClient(secret) : new StockClient(secret, { format: 'raw' })).verify(
    body,
    headers,
  );

test('a stock Standard Webhooks client verifies it with the secret as it was shown', () => {
  const secret = newSecret();
  expect(verify(secret, sign(content, [secret], now()))).toMatchObject(content);
});

test('a secret of any other form signs with its own bytes', () => {
  const secret = 'your_secret_key';
  expect(verify(secretBytes(secret), sign(content, [secret], now()))).toMatchObject(content);
});

test('one changed byte, or another secret, is refused', () => {
  const secret = newSecret();
  const signed = sign(content, [secret], now());
  expect(() => verify(secret, { ...signed, body: signed.body.replace('"n":1', '"n":2') })).toThrow();
  expect(() => verify(newSecret(), signed)).toThrow();
});

test("the body's own signature is over its bytes without the last member, whatever they hold", () => {
  const secret = newSecret();
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, id) => {
      const { body } = sign({ ...content, data: JSON.parse(json), id }, [secret], now());
      const cut = body.lastIndexOf(',"signature":');
      const bare = `${body.slice(0, cut)}}`;
      const expected = createHmac('sha256', secretBytes(secret)).update(bare).digest('hex');
      expect(JSON.parse(body).signature).toBe(`sha256=${expected}`);
      expect(Object.keys(JSON.parse(body)).at(-1)).toBe('signature');
      expect(JSON.parse(bare)).toEqual({ ...content, data: JSON.parse(json), id });
    }),
  );
});

test('base64 behind whsec_ must be base64, anything else is taken as it is', () => {
  expect(isUsableSecret(newSecret())).toBe(true);
  expect(isUsableSecret('your_secret_key')).toBe(true);
  for (const wrong of ['', 'whsec_', 'whsec_!!!', 'whsec_abc']) expect(isUsableSecret(wrong)).toBe(false);
});

test('during a rotation either secret verifies, and the body is signed for who knows only the older one', () => {
  const [older, newer] = [newSecret(), newSecret()];
  const signed = sign(content, [newer, older], now());
  for (const secret of [older, newer]) expect(verify(secret, signed)).toMatchObject(content);
  expect(() => verify(newSecret(), signed)).toThrow();
  expect(JSON.parse(signed.body).signature).toBe(JSON.parse(sign(content, [older], now()).body).signature);
});
