import WebSocket from 'ws';
import * as z from 'zod';
import { installation } from './installation.ts';
import { until } from './until.ts';

const Message = z.looseObject({ event: z.string() });
export type Message = z.infer<typeof Message>;

interface StreamOptions {
  headers?: Record<string, string>;
  query?: string;
}

/** A client of the stream that keeps what it is sent, in order. */
export async function openStream({
  headers = { 'X-API-Key': installation().admin_key },
  query = '',
}: StreamOptions = {}) {
  const socket = new WebSocket(`${installation().websocket_url}${query}`, { headers, handshakeTimeout: 20_000 });
  const messages: Message[] = [];
  let closed = false;
  socket.on('message', (data) => messages.push(Message.parse(JSON.parse(String(data)))));
  socket.on('close', () => {
    closed = true;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
    socket.once('unexpected-response', (_request, response) =>
      reject(new Error(`the handshake was refused with ${response.statusCode}`)),
    );
  });
  const find = (what: string, wanted: (message: Message) => boolean) =>
    until(what, async () => messages.find(wanted), { every: 20 });
  return {
    messages,
    send: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    find,
    named: (event: string) => find(`a message ${event}`, (message) => message.event === event),
    greeted: async () => Number((await find('the greeting', ({ event }) => event === 'connected')).seq),
    closed: () => until('the connection is closed', async () => closed, { every: 20 }),
    close: () => socket.close(),
  };
}

/** The numbers of the events about these services, in the order in which they came. */
export const numbersOf = (messages: readonly Message[], service: string): number[] =>
  messages.flatMap(({ seq, anomaly }) => {
    const read = z.object({ service: z.string() }).safeParse(anomaly);
    return read.success && read.data.service === service ? [Number(seq)] : [];
  });
