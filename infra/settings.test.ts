import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const read = (env: Record<string, string>, context: Record<string, string> = {}) =>
  readSettings(new App({ context }).node, env);

test('the isolation forest is off unless the environment says otherwise', () => {
  expect(read({}).forest).toBe(false);
  expect(read({ USE_ML_DETECTION: '' }).forest).toBe(false);
  expect(read({ USE_ML_DETECTION: 'false' }).forest).toBe(false);
  expect(read({ USE_ML_DETECTION: 'true' }).forest).toBe(true);
  expect(() => read({ USE_ML_DETECTION: 'yes' })).toThrow('the environment variable USE_ML_DETECTION is true or false');
});

test('the context says where it goes', () => {
  expect(read({ AWS_ENDPOINT_URL: 'http://localhost:4566' }, { local: 'true' })).toMatchObject({
    local: true,
    endpoint: 'http://localhost:4566',
    fleet: false,
  });
  expect(read({ AWS_ENDPOINT_URL: 'http://elsewhere' }, { fleet: 'true', configuration: 'staging.yml' })).toMatchObject(
    {
      local: false,
      endpoint: undefined,
      fleet: true,
      configuration: 'staging.yml',
    },
  );
});
