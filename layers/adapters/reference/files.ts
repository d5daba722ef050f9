import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * The files of the reference page (`GET /docs`): the page, and what it loads from beside itself. Nothing of it comes from
 * elsewhere. From sources Swagger UI's files are those of its package; in a bundle (a Lambda) all stand in one folder beside
 * the bundle, where `infra/referenceBundle.ts` lays them.
 */
const OURS = ['page.html', 'page.js'] as const;
const OF_PACKAGE = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;
export const REFERENCE_FILES = [...OURS, ...OF_PACKAGE] as const;
export type ReferenceFile = (typeof REFERENCE_FILES)[number];

const PACKAGE = 'swagger-ui-dist';
const isOurs = (file: ReferenceFile): boolean => OURS.some((one) => one === file);

/** Where a file is as it is installed, for the source at `from`. */
export const installedPath = (file: ReferenceFile, from: string): string =>
  isOurs(file) ? fileURLToPath(new URL(file, from)) : createRequire(from).resolve(`${PACKAGE}/${file}`);

/** @returns the file's bytes, for this module or the bundle that holds it */
export const referenceFile = (file: ReferenceFile): Buffer =>
  readFileSync(import.meta.url.endsWith('.ts') ? installedPath(file, import.meta.url) : new URL(file, import.meta.url));
