import { onTask } from '#runtime/handlers.ts';
import { undo } from '#usecases/runRemediation.ts';
import { remediationPorts } from '../remediation.ts';
import { TaskInput } from './task.ts';

export const handler = onTask(TaskInput, ({ id }, context) => undo(id, remediationPorts(context)));
