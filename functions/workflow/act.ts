import { onTask } from '#runtime/handlers.ts';
import { act } from '#usecases/runRemediation.ts';
import { remediationPorts } from '../remediation.ts';
import { TaskInput } from './task.ts';

export const handler = onTask(TaskInput, ({ id }, context) => act(id, remediationPorts(context)));
