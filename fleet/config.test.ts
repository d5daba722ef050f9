import { expect, test } from 'vitest';
import { fleetConfig } from './config.ts';
import { FAULTS, Fault } from './faults.ts';

test('only the emulator must be named', () => {
  expect(fleetConfig({ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' })).toMatchObject({
    startSeconds: 15,
    metricLagSeconds: 0,
    ports: { orders: 0, users: 0, payments: 0 },
  });
});

test('every wrong variable is named at once', () => {
  const wrong = { AWS_ENDPOINT_URL: 'here', FLEET_ECS_PORT: '99999', FLEET_START_SECONDS: 'soon' };
  expect(() => fleetConfig(wrong)).toThrow(/AWS_ENDPOINT_URL.*FLEET_ECS_PORT.*FLEET_START_SECONDS/);
});

test('every fault has its line', () => {
  expect(Object.keys(FAULTS)).toEqual(Fault.options);
});
