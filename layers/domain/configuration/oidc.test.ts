import { expect, test } from 'vitest';
import { loadConfigurationFile } from './load.ts';

const faultsOf = (text: string) =>
  loadConfigurationFile('forestall.yml', text).faults.map(({ line, message }) => `${line} ${message}`);

test('single sign-on as it is documented', () => {
  const text = `oidc:
  issuer: https://login.example.com/realms/main
  audience: [forestall, account]
  groups_claim: realm_access.roles
  groups:
    sre: { scopes: [read, write, act] }
    payments-team: { scopes: [read, act], namespaces: [payments] }
`;
  const { configuration, faults, warnings } = loadConfigurationFile('forestall.yml', text);
  expect([faults, warnings]).toEqual([[], []]);
  expect(configuration?.oidc).toMatchObject({
    groups: { sre: { namespaces: null }, 'payments-team': { namespaces: ['payments'] } },
    rate_limit: 1_000,
    clock_skew: 60,
  });
});

test('what could let in the wrong people is a fault at its place', () => {
  const text = `oidc:
  issuer: http://login.example.com
  audience: ''
  jwks_uri: login/keys
  clock_skew: 3600
  groups:
    sre: { scopes: [] }
    ops: { scopes: [root], namespaces: [] }
`;
  expect(faultsOf(text)).toEqual([
    expect.stringMatching(/^2 issuer: an issuer is asked by https/),
    expect.stringMatching(/^3 audience/),
    expect.stringMatching(/^4 jwks_uri: give an address like https/),
    expect.stringMatching(/^7 scopes/),
    expect.stringMatching(/^8 scopes: one of read, write, act, ingest, admin/),
    expect.stringMatching(/^8 namespaces/),
    expect.stringMatching(/^5 clock_skew: at most 300/),
  ]);
});

test('without an audience or groups it is none', () => {
  expect(faultsOf('oidc: { issuer: "https://login.example.com" }\n')).toEqual([
    expect.stringMatching(/audience: give text or a list, not nothing/),
    expect.stringMatching(/groups: missing/),
  ]);
});
