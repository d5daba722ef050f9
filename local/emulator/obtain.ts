import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Environment } from '../environment.ts';
import { LocalError } from '../errors.ts';
import { probeJson } from '../waiting.ts';
import { startInDocker } from './docker.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator.ts';
import { installEmulator } from './install.ts';

const run = promisify(execFile);

/** A way to an emulator, chosen before anything starts, and how to say it to a person. */
export interface Source {
  kind: 'endpoint' | 'python' | 'docker';
  how: string;
  start(options: Omit<EmulatorOptions, 'python'>): Promise<Emulator>;
}

/** Finds the first way that works here: an endpoint that answers, the virtual environment, a Python to make one with,
 *  Docker. */
export async function chooseEmulator(
  venvDir: string,
  env: Environment = process.env,
  onProgress?: (text: string) => void,
  signal?: AbortSignal,
): Promise<Source> {
  const endpoint = env.AWS_ENDPOINT_URL;
  if (endpoint) return existing(endpoint);
  const outcome = await installEmulator(venvDir, { env, onProgress, signal });
  if ('python' in outcome) {
    return {
      kind: 'python',
      how: `MiniStack ${outcome.how}`,
      start: (options) => startEmulator({ ...options, python: outcome.python }),
    };
  }
  if (await dockerWorks(env)) return { kind: 'docker', how: 'MiniStack in Docker', start: startInDocker };
  const seen = outcome.rejected.length > 0 ? ` (${outcome.rejected.join('; ')})` : '';
  throw new LocalError(
    `The local AWS emulator needs Python 3.10 or newer, and there is none on PATH${seen}.`,
    'Install Python 3.10 or newer, or start Docker, or set AWS_ENDPOINT_URL to an emulator that runs (such as http://localhost:4566).',
  );
}

/** An endpoint of the person's own is used as it is, and never stopped by us. */
async function existing(endpoint: string): Promise<Source> {
  const url = endpoint.replace(/\/+$/, '');
  if (!URL.canParse(url)) {
    throw new LocalError(`AWS_ENDPOINT_URL is no address: ${endpoint}.`, 'Give one such as http://localhost:4566.');
  }
  const { hostname, port } = new URL(url);
  if (hostname.endsWith('amazonaws.com')) {
    throw new LocalError(
      'AWS_ENDPOINT_URL names AWS itself; npm start deploys to a local emulator only.',
      'Unset it here, and deploy to AWS with npm run deploy.',
    );
  }
  const health = (await probeJson(`${url}/_ministack/health`)) ?? (await probeJson(`${url}/_localstack/health`));
  if (!health) {
    throw new LocalError(
      `AWS_ENDPOINT_URL is ${url}, but no emulator answers there.`,
      'Start it, or unset AWS_ENDPOINT_URL so that one is installed and started for you.',
    );
  }
  return {
    kind: 'endpoint',
    how: `the one at ${url} (AWS_ENDPOINT_URL)`,
    start: async () => ({
      url,
      port: Number(port) || 80,
      lost: new Promise<string>(() => {}),
      stop: async () => {},
    }),
  };
}

async function dockerWorks(env: Environment): Promise<boolean> {
  try {
    await run('docker', ['info', '--format', '{{.ServerVersion}}'], { env: { ...env }, timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}
