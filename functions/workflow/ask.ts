import { onTask } from '#runtime/handlers.ts';
import { ask } from '#usecases/awaitApproval.ts';
import { remediationPorts } from '../remediation.ts';
import { AskInput } from './task.ts';

/** Asks a person. The machine waits until the token is answered, or its time is over. */
export const handler = onTask(AskInput, ({ id, token }, context) => ask(id, token, remediationPorts(context)));
