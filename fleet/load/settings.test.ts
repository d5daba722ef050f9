import { expect, test } from 'vitest';
import { loadSettings } from './settings.ts';

const env = { ORDERS_URL: 'http://orders:8080', USERS_URL: 'http://users:8080', PAYMENTS_URL: 'http://payments:8080' };

test('each service has its address', () => {
  expect(loadSettings(env)).toEqual({
    orders: 'http://orders:8080',
    users: 'http://users:8080',
    payments: 'http://payments:8080',
  });
});

test('a missing one is named, and so is one that is no address', () => {
  expect(() => loadSettings({ ...env, USERS_URL: undefined })).toThrow('USERS_URL is ""');
  expect(() => loadSettings({ ...env, PAYMENTS_URL: 'payments' })).toThrow('PAYMENTS_URL is "payments"');
});
