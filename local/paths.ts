import { join, resolve } from 'node:path';

/** The checkout's root. */
export const projectRoot = resolve(import.meta.dirname, '..');

/** Where an installation keeps all that is its own. `venv` is shared by every installation of a checkout. */
export function pathsIn(stateDir: string) {
  return {
    stateDir,
    localFile: join(stateDir, 'local.json'),
    ownerFile: join(stateDir, 'owner.json'),
    outputsFile: join(stateDir, 'outputs.json'),
    assembly: join(stateDir, 'cdk.out'),
    emulator: join(stateDir, 'emulator'),
    logs: join(stateDir, 'logs'),
  };
}

export const defaultStateDir = join(projectRoot, '.forestall');
export const defaultVenvDir = join(defaultStateDir, 'venv');
