import { createHmac, createPublicKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Oidc } from '#domain/configuration/oidc.ts';
import { signingKey, startIssuer, type Trouble } from '#test/support/issuer.ts';
import { IssuerUnreachable } from './issuerUnreachable.ts';
import { tokenVerifier } from './tokenVerifier.ts';

let issuer: Awaited<ReturnType<typeof startIssuer>>;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_800_000_000_000 });
  issuer = await startIssuer();
});
afterEach(async () => {
  vi.useRealTimers();
  await issuer.stop();
});

const clock = { now: () => Date.now() / 1_000 };
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000);
const verifier = (more: object = {}) =>
  tokenVerifier(
    Oidc.parse({
      issuer: issuer.url,
      audience: 'forestall',
      groups: { sre: { scopes: ['read', 'act'] } },
      ...more,
    }),
    clock,
  );
const keyReads = () => issuer.asked.filter((path) => path === '/keys').length;

test('a good token gives its holder, with what the groups may do, until it ends', async () => {
  const token = await issuer.sign({ groups: ['sre'], email: 'alice@example.com' });
  expect(await verifier().verify(token)).toEqual({
    holder: {
      id: 'oidc:alice',
      name: 'alice@example.com',
      grants: [{ scopes: ['read', 'act'], namespaces: null }],
      rateLimit: 1_000,
      secretVersion: null,
      until: clock.now() + 3_600,
    },
  });
});

test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('signed by %s', async (alg) => {
  await issuer.rotate('other', { alg });
  expect(await verifier().verify(await issuer.sign())).toHaveProperty('holder.id', 'oidc:alice');
});

describe('refused, with the reason', () => {
  test.each([
    ['another issuer', { iss: 'https://evil.example' }, {}, /another issuer/],
    ['another audience', { aud: 'billing' }, {}, /another audience/],
    ['no audience', { aud: undefined }, {}, /another audience/],
    ['no end', {}, { expiresIn: null }, /when it ends/],
    ['nobody', { sub: undefined }, {}, /whose it is/],
    ['a subject that deceives', { sub: 'admin\u202e' }, {}, /whose it is/],
    ['an unknown key', {}, { kid: 'stranger' }, /not signed by the identity provider/],
  ])('%s', async (_, claims, how, why) => {
    expect((await verifier().verify(await issuer.sign(claims, how))).refused).toMatch(why);
  });

  test('a signature by a key that only calls itself like one of the issuer', async () => {
    const forged = await issuer.sign({}, { key: await signingKey('first') });
    expect((await verifier().verify(forged)).refused).toMatch(/not signed by the identity provider/);
    expect((await verifier().verify(await issuer.sign({}, { key: await signingKey('x'), kid: null }))).refused).toMatch(
      /not signed/,
    );
  });

  test('a body that was changed', async () => {
    const [head, body = '', signature] = (await issuer.sign({ groups: [] })).split('.');
    const claims: object = JSON.parse(Buffer.from(body, 'base64url').toString());
    const changed = Buffer.from(JSON.stringify({ ...claims, groups: ['sre'] })).toString('base64url');
    expect((await verifier().verify(`${head}.${changed}.${signature}`)).refused).toMatch(/not signed/);
  });

  test('no signature at all, and one by the public key as if it were a secret', async () => {
    const good = verifier();
    await issuer.rotate('rsa', { alg: 'RS256' });
    await good.verify(await issuer.sign());
    const [, body] = (await issuer.sign({ groups: ['sre'] })).split('.');
    const { publicJwk } = issuer.current();
    const pem = createPublicKey({ key: publicJwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    for (const [alg, secret] of [
      ['none', undefined],
      ['None', undefined],
      ['HS256', pem],
      ['HS256', JSON.stringify(publicJwk)],
      ['HS256', publicJwk.n],
    ] as const) {
      const head = Buffer.from(JSON.stringify({ alg, kid: 'rsa' })).toString('base64url');
      const text = `${head}.${body}`;
      const signature = secret === undefined ? '' : createHmac('sha256', secret).update(text).digest('base64url');
      expect(await good.verify(`${text}.${signature}`), `${alg} ${secret}`).toEqual({
        refused: 'this token is not signed by a private key',
      });
    }
  });

  test.each(['', 'hello', 'a.b.c', '..', `${'x'.repeat(5_000)}`, 'eyJhbGciOiJSUzI1NiJ9.e30.'])('%j', async (text) => {
    expect(await verifier().verify(text)).toHaveProperty('refused');
  });
});

describe('clocks differ', () => {
  test.each([
    [-59, 60, true],
    [-61, 60, false],
    [-1, 0, false],
    [1, 0, true],
  ])('a token that ends in %i s, with %i s of skew: good is %s', async (seconds, clock_skew, good) => {
    const token = await issuer.sign({}, { expiresIn: clock.now() + seconds });
    const { holder, refused } = await verifier({ clock_skew }).verify(token);
    expect([holder !== undefined, refused?.includes('expired') ?? false]).toEqual([good, !good]);
  });

  test.each([
    [59, true],
    [61, false],
  ])('a token that begins in %i s: good is %s', async (seconds, good) => {
    const { holder } = await verifier().verify(await issuer.sign({ nbf: clock.now() + seconds }));
    expect(holder !== undefined).toBe(good);
  });
});

describe("the issuer's keys", () => {
  test('are read once, and again after ten minutes', async () => {
    const good = verifier();
    await Promise.all(Array.from({ length: 5 }, async () => good.verify(await issuer.sign())));
    expect(issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
    later(599);
    await good.verify(await issuer.sign());
    expect(keyReads()).toBe(1);
    later(2);
    await good.verify(await issuer.sign());
    expect(keyReads()).toBe(2);
  });

  test('a new one is found by the first token that names it; the old one counts until it is withdrawn', async () => {
    const good = verifier();
    const old = await issuer.sign();
    await good.verify(old);
    later(31);
    await issuer.rotate('second');
    expect(await good.verify(await issuer.sign())).toHaveProperty('holder');
    expect(await good.verify(old)).toHaveProperty('holder');
    await issuer.rotate('third', { withdraw: true });
    later(601);
    expect(await good.verify(old)).toHaveProperty('refused');
  });

  test('tokens that name unknown keys make us ask at most every 30 s', async () => {
    const good = verifier();
    await good.verify(await issuer.sign());
    later(31);
    for (let i = 0; i < 10; i++) await good.verify(await issuer.sign({}, { kid: `made-up-${i}` }));
    expect(keyReads()).toBe(2);
  });

  test('several without a name: each is tried', async () => {
    await issuer.rotate('second');
    expect(await verifier().verify(await issuer.sign({}, { kid: null }))).toHaveProperty('holder');
  });

  test('where they are may be said', async () => {
    const good = verifier({ jwks_uri: `${issuer.url}/keys` });
    expect(await good.verify(await issuer.sign())).toHaveProperty('holder');
    expect(issuer.asked).toEqual(['/keys']);
  });

  test('an issuer that calls itself otherwise is not believed', async () => {
    const named = verifier({ issuer: `${issuer.url}/` });
    await expect(named.verify(await issuer.sign())).rejects.toThrow(IssuerUnreachable);
  });
});

describe('an issuer in trouble', () => {
  const troubles: Trouble[] = ['down', 'no JSON', 'redirects', 'not found'];
  test.each(troubles)('%s: nothing is said of the token, and it is good once the issuer is back', async (trouble) => {
    const good = verifier();
    issuer.be(trouble);
    await expect(good.verify(await issuer.sign())).rejects.toThrow(IssuerUnreachable);
    issuer.be('none');
    later(6);
    expect(await good.verify(await issuer.sign())).toHaveProperty('holder');
  });

  test('one that hangs is given up, asked twice, and then left in peace for a while', async () => {
    const good = verifier();
    issuer.be('hangs');
    const token = await issuer.sign();
    await expect(good.verify(token)).rejects.toThrow(IssuerUnreachable);
    await expect(good.verify(token)).rejects.toThrow(IssuerUnreachable);
    expect(issuer.asked).toHaveLength(2);
  });

  test('keys that were read within the hour still count; one that is new there is not called false', async () => {
    const good = verifier();
    const token = await issuer.sign();
    await good.verify(token);
    const unknown = await issuer.sign({}, { key: await signingKey('second') });
    issuer.be('down');
    later(700);
    expect(await good.verify(token)).toHaveProperty('holder');
    await expect(good.verify(unknown)).rejects.toThrow(IssuerUnreachable);
    later(2_901);
    await expect(good.verify(await issuer.sign())).rejects.toThrow(IssuerUnreachable);
  });
});
