import { expect, test } from 'vitest';
import { Oidc } from '../configuration/oidc.ts';
import { holderOfToken } from './token.ts';

const oidc = (more: Partial<Oidc> = {}) =>
  Oidc.parse({
    issuer: 'https://login.example.com',
    audience: 'forestall',
    groups: { sre: { scopes: ['read', 'act'] }, payments: { scopes: ['write'], namespaces: ['payments'] } },
    rate_limit: 50,
    ...more,
  });
const claims = (more: object = {}) => ({ sub: 'u1', exp: 2_000, ...more });

test('each known group gives what it gives; an unknown one nothing', () => {
  const holder = holderOfToken(claims({ groups: ['sre', 'payments', 'lunch', 'sre'], email: 'a@example.com' }), oidc());
  expect(holder).toEqual({
    id: 'oidc:u1',
    name: 'a@example.com',
    grants: [
      { scopes: ['read', 'act'], namespaces: null },
      { scopes: ['write'], namespaces: ['payments'] },
    ],
    rateLimit: 50,
    secretVersion: null,
    until: 2_000,
  });
  expect(holderOfToken(claims({ groups: ['lunch'] }), oidc())?.grants).toEqual([]);
});

test.each([
  ['groups', { groups: 'sre' }],
  ['cognito:groups', { 'cognito:groups': ['sre'] }],
  ['https://example.com/groups', { 'https://example.com/groups': ['sre'] }],
  ['realm_access.roles', { realm_access: { roles: ['offline', 'sre'] } }],
])('groups stand in %s', (groups_claim, more) => {
  expect(holderOfToken(claims(more), oidc({ groups_claim }))?.grants).toHaveLength(1);
});

test.each([
  [{ groups: { sre: true } }],
  [{ groups: [1, null, ['sre']] }],
  [{ groups: ['constructor', '__proto__', 'toString'] }],
  [{}],
])('what lists no groups that are known gives nothing: %j', (more) =>
  expect(holderOfToken(claims(more), oidc())?.grants).toEqual([]),
);

test.each([[undefined], [''], [7], ['a b'], ['a\nb'], ['x'.repeat(256)], ['ü']])('%j is nobody', (sub) =>
  expect(holderOfToken({ sub, exp: 1 }, oidc())).toBeUndefined(),
);

test.each([
  ['http://login.example.com', false],
  ['https://login.example.com/', true],
  ['http://127.0.0.1:9000', true],
  ['ftp://login.example.com', false],
  ['login', false],
])('an issuer at %s: %s', (issuer, good) =>
  expect(Oidc.safeParse({ issuer, audience: 'a', groups: {} }).success).toBe(good),
);
