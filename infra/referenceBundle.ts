import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { installedPath, REFERENCE_FILES } from '#adapters/reference/files.ts';

const FILES = new URL('../layers/adapters/reference/files.ts', import.meta.url).href;

/** Lays the files of the reference page (`GET /docs`, 2 MB) into a function's folder, beside its bundle. */
export function layReference(folder: string): void {
  for (const file of REFERENCE_FILES) copyFileSync(installedPath(file, FILES), join(folder, file));
}
