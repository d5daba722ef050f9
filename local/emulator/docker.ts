import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from '../child.ts';
import { childEnvironment } from '../environment.ts';
import { projectRoot } from '../paths.ts';
import { nextFreePort } from '../ports.ts';
import { type Emulator, type EmulatorOptions, emulatorSettings, whenReady } from './emulator.ts';

const IMAGE = 'ministackorg/ministack:1.5.33';

/** The same emulator from its image, for a machine without Python. It runs on the host's network: functions in it
 *  must reach the fleet's ECS front and a webhook's receiver on this machine. */
export async function startInDocker(options: Omit<EmulatorOptions, 'python'>): Promise<Emulator> {
  const port = options.port ?? (await nextFreePort(4566, new Set()));
  if (options.fresh) await rm(options.stateDir, { recursive: true, force: true });
  await mkdir(options.stateDir, { recursive: true });
  const child = await startChild({
    name: 'Docker',
    command: 'docker',
    args: dockerArguments({ ...options, port }),
    cwd: projectRoot,
    logFile: options.logFile,
    env: childEnvironment(),
  });
  return whenReady(child, port, options.logFile);
}

/** `docker run` in the foreground: it hands SIGTERM on to the emulator and ends with it. */
export function dockerArguments(options: Omit<EmulatorOptions, 'python'> & { port: number }): string[] {
  const state = '/var/lib/forestall';
  const settings = emulatorSettings({ ...options, stateDir: state, parent: undefined });
  return [
    'run',
    '--rm',
    '--name',
    `forestall-emulator-${options.port}`,
    '--network',
    'host',
    '--volume',
    `${options.stateDir}:${state}`,
    '--volume',
    `${join(import.meta.dirname, 'launch.py')}:/opt/forestall/launch.py:ro`,
    ...Object.entries(settings).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    '--entrypoint',
    'python3',
    IMAGE,
    '/opt/forestall/launch.py',
  ];
}
