import { join } from 'node:path';
import { ensureVenv } from '#local/emulator/venv.ts';
import { defaultStateDir } from '#local/paths.ts';

/** Makes sure that the pinned schemathesis is there, beside the emulator's environment.
 *  @returns the program
 *  @throws Error where no Python will do, LocalError where it cannot be installed */
export async function installSchemathesis(): Promise<string> {
  const dir = join(defaultStateDir, 'schemathesis');
  const outcome = await ensureVenv({
    dir,
    requirements: join(import.meta.dirname, 'requirements.txt'),
    module: 'schemathesis',
    title: 'schemathesis',
    advice: 'Check that this machine reaches a Python package index.',
  });
  if (!('python' in outcome)) throw new Error('this test needs Python 3.10 or newer, as npm start does');
  return join(dir, 'bin', 'schemathesis');
}
