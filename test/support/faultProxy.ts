import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '#domain/random.ts';

/**
 * throttle, fail: DynamoDB's own refusals; cut: the connection ends before the call is heard; lost: it is heard and done, but
 * its answer never arrives; hang: nothing happens for longer than any caller waits.
 */
export const FAULTS = ['throttle', 'fail', 'cut', 'lost', 'hang'] as const;
export type Fault = (typeof FAULTS)[number];

const HANG_MS = 60_000;

/**
 * Stands between functions and DynamoDB and lets some calls go wrong. The host is left as it came, so that signatures hold
 * and permissions are judged as ever.
 * @param upstream where calls go that nothing happens to
 * @param seed the same for the same sequence of faults
 */
export async function startFaultProxy(upstream: string, seed = 1) {
  const random = seededRandom(seed);
  const target = new URL(upstream);
  const happened: Record<Fault | 'none', number> = { none: 0, throttle: 0, fail: 0, cut: 0, lost: 0, hang: 0 };
  let rates: Partial<Record<Fault, number>> = {};
  const hanging = new Set<NodeJS.Timeout>();

  function draw(): Fault | 'none' {
    let rest = random();
    for (const fault of FAULTS) {
      rest -= rates[fault] ?? 0;
      if (rest < 0) return fault;
    }
    return 'none';
  }

  const server = createServer((incoming, outgoing) => {
    const fault = draw();
    happened[fault] += 1;
    outgoing.on('error', () => {}); // the caller left
    if (fault === 'cut') incoming.socket.destroy();
    else if (fault === 'hang') hang(incoming);
    else if (fault === 'throttle') refuse(outgoing, incoming, THROTTLED);
    else if (fault === 'fail') refuse(outgoing, incoming, FAILED);
    else forward(incoming, outgoing, target, fault === 'lost');
  });
  server.keepAliveTimeout = HANG_MS;
  function hang({ socket }: IncomingMessage) {
    const timer = setTimeout(() => socket.destroy(), HANG_MS);
    hanging.add(timer);
    socket.once('close', () => {
      clearTimeout(timer);
      hanging.delete(timer);
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** How often each fault happens from now on, 0 to 1; together at most 1. */
    set: (next: Partial<Record<Fault, number>>) => {
      rates = next;
    },
    happened: () => ({ ...happened }),
    stop: () =>
      new Promise<void>((resolve) => {
        for (const timer of hanging) clearTimeout(timer);
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const PREFIX = 'com.amazonaws.dynamodb.v20120810#';
const THROTTLED = {
  status: 400,
  body: { __type: `${PREFIX}ProvisionedThroughputExceededException`, message: 'The level of throughput is exceeded.' },
};
const FAILED = { status: 500, body: { __type: `${PREFIX}InternalServerError`, message: 'The server failed.' } };

function refuse(outgoing: ServerResponse, incoming: IncomingMessage, { status, body }: typeof FAILED): void {
  incoming.resume(); // what was sent is read, as a server reads it
  incoming.once('end', () => {
    outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse, { hostname, port }: URL, lost: boolean): void {
  const { method, url: path, headers } = incoming;
  const on = request({ hostname, port, method, path, headers }, (answer) => {
    if (lost) {
      answer.resume();
      answer.once('end', () => incoming.socket.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  on.on('error', () => incoming.socket.destroy());
  incoming.pipe(on);
}
