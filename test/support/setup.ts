import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InstallationOptions, startInstallation } from '#local/installation.ts';
import { writeConfiguration } from './configuration.ts';
import { startIssuer } from './issuer.ts';
import { deployedResources } from './resources.ts';

/** Runs beside another one where this says how far apart their ports are. */
const portOffset = Number(process.env.FORESTALL_TEST_PORT_OFFSET ?? 0);

/** Starts a deployment of its own on free ports for one run of tests, and ends it afterwards. */
export async function setUp(options: Pick<InstallationOptions, 'fleet' | 'fleetEnv'>): Promise<() => Promise<void>> {
  const stateDir = await mkdtemp(join(tmpdir(), 'forestall-test-'));
  const issuer = await startIssuer();
  const running = await startInstallation({
    ...options,
    portOffset,
    stateDir,
    context: { configuration: await writeConfiguration(stateDir, issuer.url) },
    fresh: true,
    onStep: (event) => {
      if (event.state !== 'started' && event.state !== 'progress')
        console.log(`${event.step}: ${event.state} ${event.text}`);
    },
  });
  const file = join(stateDir, 'test.json');
  const { state } = running;
  await writeFile(
    file,
    JSON.stringify({
      ...state,
      state_dir: stateDir,
      issuer: await issuer.exported(),
      resources: await deployedResources(state.emulator_url),
    }),
    { mode: 0o600 },
  );
  process.env.FORESTALL_TEST_INSTALLATION = file;
  process.env.FORESTALL_TEST_ENDPOINT = state.emulator_url;
  return async () => {
    await running.stop();
    await issuer.stop();
    if (process.env.FORESTALL_KEEP_TEST_STATE === undefined) await rm(stateDir, { recursive: true, force: true });
  };
}
