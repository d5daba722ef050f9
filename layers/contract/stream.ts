import * as z from 'zod';
import { Instant } from '#domain/time.ts';
import { route } from './route.ts';

const tag = 'Stream';

export const getStreamStatus = route({
  id: 'getStreamStatus',
  method: 'GET',
  path: '/stream/status',
  scope: 'read',
  tag,
  summary: 'Where the stream of events is, who listens, and what it tells',
  answers: {
    200: {
      description: 'The stream',
      schema: z
        .object({
          active_connections: z.number().int().nonnegative(),
          websocket_url: z.string().describe('connect here with X-API-Key, or with ?ticket='),
          supported_events: z.array(z.string()),
        })
        .meta({ id: 'StreamStatus' }),
    },
  },
});

export const createStreamTicket = route({
  id: 'createStreamTicket',
  method: 'POST',
  path: '/stream/ticket',
  scope: 'read',
  tag,
  summary: 'A ticket for browsers, which cannot set headers: opens one connection within a minute',
  answers: {
    201: {
      description: 'The ticket',
      schema: z.object({
        ticket: z.string(),
        expires_at: Instant,
        websocket_url: z.string().describe('with the ticket'),
      }),
    },
  },
});

export const streamRoutes = [getStreamStatus, createStreamTicket];
