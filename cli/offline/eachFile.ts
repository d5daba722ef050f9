import { CliError, Unsound } from '../errors.ts';
import { counted } from '../faultsText.ts';
import type { Terminal } from '../terminal.ts';
import type { Place, Places } from './places.ts';
import { Progress } from './progress.ts';

/** What work on one file needs beside the file. */
export interface Around {
  terminal: Terminal;
  progress: Progress;
  signal: AbortSignal;
}

export interface FaultyFile {
  file: string;
  fault: string;
}

/**
 * Does the work on every file. A fault of the only file ends the command; in a folder it is said, and the others go
 * on: all faults are given back.
 */
export async function eachFile(
  { folder, places }: Places,
  { terminal, signal }: Omit<Around, 'progress'>,
  work: (place: Place, around: Around) => Promise<void>,
): Promise<FaultyFile[]> {
  const progress = new Progress(terminal, places.length);
  const faults: FaultyFile[] = [];
  try {
    for (const place of places) {
      await work(place, { terminal, progress, signal }).catch((error: unknown) => {
        if (signal.aborted) throw new CliError(`Stopped. Nothing of ${place.shown} was written.`, '', { cause: error });
        if (!folder || !(error instanceof CliError)) throw error;
        terminal.aside(terminal.colours.red(error.message));
        faults.push({ file: place.shown, fault: error.message });
      });
      progress.fileDone();
    }
  } finally {
    progress.end();
  }
  return faults;
}

/** After what went well was told: the exit code says that not all did. */
export function failWith(faults: readonly FaultyFile[], files: number): void {
  if (faults.length > 0)
    throw new Unsound(`${faults.length} of ${counted(files, 'file')} could not be read; the others are done.`);
}
