import type * as z from 'zod';
import { type Context, observed } from './context.ts';

/** A task of the state machine: input and output are small; what is large rests in the tables. */
export const onTask = <S extends z.ZodType, Out>(
  schema: S,
  handle: (input: z.output<S>, context: Context) => Promise<Out>,
) => observed<unknown, Out>('task', async (event, context) => handle(schema.parse(event), context));
