import * as z from 'zod';
import { Severity } from '../anomaly/anomaly.ts';
import { ServiceName } from '../service/name.ts';
import { EventName } from './event.ts';

/** What tells a subscriber about its own connection, beside the events. */
const ownMessages = ['connected', 'subscribed', 'pong', 'replay.gap', 'error'] as const;
export const supportedEvents: readonly string[] = [...ownMessages, ...EventName.options];

const MOST_NAMES = 200;

export const Subscribe = z.strictObject({
  action: z.literal('subscribe'),
  services: z.array(ServiceName).max(MOST_NAMES).optional(),
  severities: z.array(Severity).optional(),
  events: z
    .array(z.enum([...EventName.options, '*']))
    .max(MOST_NAMES)
    .optional(),
  after: z.number().int().nonnegative().optional().describe('replay what came after this number first'),
});
export type Subscribe = z.infer<typeof Subscribe>;

/** What a client of the stream may send. */
export const ClientMessage = z.discriminatedUnion('action', [Subscribe, z.strictObject({ action: z.literal('ping') })]);
export type ClientMessage = z.infer<typeof ClientMessage>;

/** Work on one connection, done by the feed's one writer so that it never mixes with live events. */
export const SessionTask = z.discriminatedUnion('session', [
  z.object({ session: z.literal('greet'), connection: z.string() }),
  z.object({ session: z.literal('subscribe'), connection: z.string(), message: Subscribe }),
  z.object({ session: z.literal('replay'), connection: z.string() }).describe('goes on where a long replay paused'),
]);
export type SessionTask = z.infer<typeof SessionTask>;
