import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFleet, findInstallation } from './installation.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'forestall-cli-'));
});
afterEach(() => rm(cwd, { recursive: true }));

const local = {
  api_url: 'http://localhost:8080',
  websocket_url: 'ws://localhost:8080/stream/anomalies',
  admin_key: 'rp_local_secret',
  fleet_control_url: 'http://127.0.0.1:9100',
  ports: { and: 'more' },
};
async function writeLocal(content: unknown): Promise<void> {
  await mkdir(join(cwd, '.forestall'), { recursive: true });
  await writeFile(
    join(cwd, '.forestall', 'local.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
}

test('the local installation is found from any folder below it', async () => {
  await writeLocal(local);
  await mkdir(join(cwd, 'a', 'b'), { recursive: true });
  expect(await findInstallation({}, {}, join(cwd, 'a', 'b'))).toEqual({
    url: 'http://localhost:8080',
    key: 'rp_local_secret',
    keyFrom: '../../.forestall/local.json',
    websocketUrl: 'ws://localhost:8080/stream/anomalies',
  });
});

test('options win over the environment, the environment over the local one', async () => {
  await writeLocal(local);
  const env = { FORESTALL_URL: 'https://env.example/', FORESTALL_API_KEY: 'rp_env' };
  expect(await findInstallation({}, env, cwd)).toMatchObject({
    url: 'https://env.example',
    key: 'rp_env',
    keyFrom: 'FORESTALL_API_KEY',
    websocketUrl: null,
  });
  expect(await findInstallation({ url: 'https://given.example', key: 'rp_given' }, env, cwd)).toMatchObject({
    url: 'https://given.example',
    key: 'rp_given',
    keyFrom: '--key',
  });
  expect(await findInstallation({}, { FORESTALL_API_KEY: 'rp_env' }, cwd)).toMatchObject({
    url: 'http://localhost:8080',
    key: 'rp_env',
  });
});

test('the local key is never sent to another address', async () => {
  await writeLocal(local);
  await expect(findInstallation({ url: 'https://elsewhere.example' }, {}, cwd)).rejects.toMatchObject({
    message: 'There is no key for https://elsewhere.example.',
    advice: 'Give one with --key or FORESTALL_API_KEY.',
  });
  expect(await findInstallation({ url: 'http://localhost:8080/' }, {}, cwd)).toMatchObject({ key: 'rp_local_secret' });
});

test('what is no address and a file that is broken are said in a sentence', async () => {
  await expect(findInstallation({ url: 'localhost:8080', key: 'k' }, {}, cwd)).rejects.toMatchObject({
    name: 'CliError',
    message: '"localhost:8080" is no address.',
  });
  await writeLocal('{"api_url": 7}');
  await expect(findInstallation({}, {}, cwd)).rejects.toMatchObject({
    message: expect.stringContaining('local.json is not'),
  });
});

test('a fleet is found, or it is said how to get one', async () => {
  await writeLocal(local);
  expect(await findFleet({}, cwd)).toBe('http://127.0.0.1:9100');
  expect(await findFleet({ FORESTALL_FLEET_URL: 'http://127.0.0.1:1' }, cwd)).toBe('http://127.0.0.1:1');
  await writeLocal({ ...local, fleet_control_url: null });
  await expect(findFleet({}, cwd)).rejects.toMatchObject({ advice: expect.stringContaining('npm start') });
});
