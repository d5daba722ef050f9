import { onTask } from '#runtime/handlers.ts';
import { finish } from '#usecases/runRemediation.ts';
import { remediationPorts } from '../remediation.ts';
import { FailedInput } from './task.ts';

/** Reached only when a task failed for good. The cause may hold a stack, so only the error's name is kept. */
export const handler = onTask(FailedInput, ({ id, error }, context) =>
  finish(id, error.Error, remediationPorts(context)),
);
