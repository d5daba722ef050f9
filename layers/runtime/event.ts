import type * as z from 'zod';
import { type Context, observed } from './context.ts';

/** A function that an event of EventBridge wakes. What it throws, Lambda tries again, and then sets aside in the dead
 *  letters: that an event does not fit its schema is such a failure. */
export const onEvent = <S extends z.ZodType>(
  schema: S,
  handle: (event: z.output<S>, context: Context) => Promise<void>,
) => observed<unknown, void>('event', async (event, context) => handle(schema.parse(event), context));
