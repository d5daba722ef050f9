import { join } from 'node:path';
import { ensureVenv } from '#local/emulator/venv.ts';
import { LocalError } from '#local/errors.ts';
import { defaultStateDir } from '#local/paths.ts';

const ADVICE = 'Put a Python of version 3.11 or newer, with its venv module, on PATH.';

/** The Python that has the peers (scikit-learn, river, prophet …), made in `.forestall/peers` the first time.
 *  @returns the path of its executable */
export async function peersPython(say: (text: string) => void = (text) => console.error(text)): Promise<string> {
  const outcome = await ensureVenv(
    {
      dir: join(defaultStateDir, 'peers'),
      requirements: join(import.meta.dirname, 'requirements.txt'),
      module: 'numpy, pandas, sklearn',
      title: 'scikit-learn and the other peers',
      advice: `Check that this machine reaches a Python package index. ${ADVICE}`,
    },
    { onProgress: (text) => say(`${text}; this takes some minutes`) },
  );
  if ('python' in outcome) return outcome.python;
  throw new LocalError(`The benchmarks' peers need Python: ${outcome.rejected.join('; ') || 'none found'}.`, ADVICE);
}
