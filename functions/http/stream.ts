import { randomBytes } from 'node:crypto';
import { connectionTable } from '#adapters/dynamodb/connectionTable.ts';
import { ticketTable } from '#adapters/dynamodb/ticketTable.ts';
import { createStreamTicket, getStreamStatus } from '#contract/stream.ts';
import { supportedEvents } from '#domain/event/session.ts';
import { toInstant } from '#domain/time.ts';
import { dynamo } from '#runtime/clients.ts';
import { environment } from '#runtime/environment.ts';
import { answers, Forbidden, onHttp } from '#runtime/http/http.ts';
import { streamAddress } from '#usecases/streamAddress.ts';

const TICKET_SECONDS = 60;

const addressFor = (baseUrl: string): string =>
  streamAddress({ publicUrl: process.env.PUBLIC_URL, socketEndpoint: environment('WEBSOCKET_ENDPOINT'), baseUrl });

/** The stream as seen from the HTTP API: where it is, and tickets for it. */
export const handler = onHttp([
  answers(getStreamStatus, async ({ baseUrl }, { clock }) => ({
    status: 200,
    body: {
      active_connections: await connectionTable(dynamo(), environment('CONNECTIONS_TABLE'), clock).count(),
      websocket_url: addressFor(baseUrl),
      supported_events: supportedEvents,
    },
  })),
  answers(createStreamTicket, async ({ baseUrl }, { clock, caller }) => {
    if (caller.id === null) throw new Forbidden('a ticket stands for a key');
    const ticket = `ticket_${randomBytes(24).toString('base64url')}`;
    const until = Math.ceil(clock.now()) + TICKET_SECONDS;
    await ticketTable(dynamo(), environment('REQUESTS_TABLE'), clock).create(
      ticket,
      { holder_id: caller.id, until: caller.until, secret_version: caller.secretVersion },
      until,
    );
    return {
      status: 201,
      body: { ticket, expires_at: toInstant(until), websocket_url: `${addressFor(baseUrl)}?ticket=${ticket}` },
    };
  }),
]);
