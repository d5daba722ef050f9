import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LocalState, readLocalState, writeLocalState } from './state.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forestall-state-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const state: LocalState = {
  api_url: 'http://localhost:8080',
  websocket_url: 'ws://localhost:8080/stream/anomalies',
  dashboard_url: 'http://localhost:8080/',
  admin_key: 'rp_admin_x',
  emulator_url: 'http://127.0.0.1:4566',
  ecs_url: null,
  fleet_control_url: null,
  fleet_services: {},
  ports: { front: 8080, emulator: 4566, ecs: 1, control: 2, standIns: 6, orders: 3, users: 4, payments: 5 },
  pids: { owner: 1 },
  processes: [],
};

test('what is written comes back, for its owner only, with no draft left beside it', async () => {
  const file = join(folder, 'deep', 'local.json');
  await writeLocalState(file, state);
  expect(await readLocalState(file)).toEqual(state);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'deep'))).toEqual(['local.json']);
});

test('a file that anyone may read is replaced by one that only its owner may', async () => {
  const file = join(folder, 'local.json');
  await writeFile(file, '{}', { mode: 0o644 });
  await writeLocalState(file, state);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('many writers at once leave one whole file', async () => {
  const file = join(folder, 'local.json');
  const writers = Array.from({ length: 20 }, (_, i) =>
    writeLocalState(file, { ...state, admin_key: 'k'.repeat(i * 999) }),
  );
  await Promise.all(writers);
  expect(await readLocalState(file)).toMatchObject({ api_url: state.api_url });
});

test('no file, half a file and a file of another version are nothing to go by', async () => {
  const file = join(folder, 'local.json');
  expect(await readLocalState(file)).toBeUndefined();
  for (const text of ['{"api_url": "http', '{"version": 7}']) {
    await writeFile(file, text);
    expect(await readLocalState(file)).toBeUndefined();
  }
});
