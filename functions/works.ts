import type { Context } from '#runtime/handlers.ts';
import type { Work } from '#usecases/jobs.ts';

/** What may be asked for as a job, by its kind. Adding one is a line here, and its grants in `infra/stacks/jobs.ts`. */
export const works = (_context: Pick<Context, 'clock' | 'log'>): Readonly<Record<string, Work>> => ({});
