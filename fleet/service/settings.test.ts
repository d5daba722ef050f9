import { expect, test } from 'vitest';
import { taskSettings } from './settings.ts';

const right = { SERVICE_NAME: 'orders', STORE_PORT: '5000', USERS_URL: 'http://u', PAYMENTS_URL: 'http://p' };

test('a task learns its size and whom it calls', () => {
  expect(taskSettings({ ...right, TASK_CPU_UNITS: '512', TASK_MEMORY_MIB: '300', CPU_BURN: 'true' })).toMatchObject({
    service: 'orders',
    cpuShare: 0.5,
    memoryBytes: 300 * 1024 * 1024,
    burn: true,
    usersUrl: 'http://u',
  });
});

test('a version lives for ever unless its task definition says otherwise', () => {
  expect(taskSettings(right).diesAfter).toBe(Number.POSITIVE_INFINITY);
  expect(taskSettings({ ...right, APP_DIES_AFTER_REQUESTS: '40' }).diesAfter).toBe(40);
});

test('what is missing or wrong is named', () => {
  expect(() => taskSettings({ ...right, SERVICE_NAME: 'carts' })).toThrow('SERVICE_NAME is "carts"');
  expect(() => taskSettings({ ...right, USERS_URL: '' })).toThrow('USERS_URL is not set');
  expect(() => taskSettings({ ...right, STORE_PORT: 'five' })).toThrow('STORE_PORT is "five"');
  expect(() => taskSettings({ ...right, STORE_PORT: undefined })).toThrow('STORE_PORT is ""');
});
