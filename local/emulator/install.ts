import { join } from 'node:path';
import type { PythonSearch } from './python.ts';
import { ensureVenv, type Installed, type InstallOptions } from './venv.ts';

/** Makes sure that the pinned emulator is in `venvDir`, and says whether it was there already. */
export function installEmulator(venvDir: string, options?: InstallOptions): Promise<Installed | PythonSearch> {
  return ensureVenv(
    {
      dir: venvDir,
      requirements: join(import.meta.dirname, 'requirements.txt'),
      module: 'ministack',
      title: 'MiniStack',
      advice:
        'Check that this machine reaches a Python package index, or start an emulator yourself and set AWS_ENDPOINT_URL.',
    },
    options,
  );
}
