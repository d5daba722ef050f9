import type { ScheduledEvent } from 'aws-lambda';
import { type Context, observed } from './context.ts';

/** A function that a schedule wakes. The event says nothing that the clock does not say better. */
export const onSchedule = (handle: (context: Context) => Promise<void>) =>
  observed<ScheduledEvent, void>('schedule', (_event, context) => handle(context));
