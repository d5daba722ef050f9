import * as z from 'zod';

/** What each task of the state machine is given: the action's id, and nothing else. */
export const TaskInput = z.object({ id: z.string() });
/** After an error that no retry mended, Step Functions adds what it was. */
export const FailedInput = TaskInput.extend({ error: z.object({ Error: z.string(), Cause: z.string().optional() }) });
/** A task that waits is given the token by which it is woken. */
export const AskInput = TaskInput.extend({ token: z.string() });
