import { onTask } from '#runtime/handlers.ts';
import { verify } from '#usecases/verifyAction.ts';
import { remediationPorts } from '../remediation.ts';
import { TaskInput } from './task.ts';

export const handler = onTask(TaskInput, ({ id }, context) => verify(id, remediationPorts(context)));
