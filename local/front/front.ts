import { Agent, createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { createProxyServer, type ProxyServer } from 'http-proxy-3';
import { answerLandingPage, isPageRequest } from './landing.ts';
import { answerLate, answerUnreachable, refuseUpgrade } from './problem.ts';
import { apiPath, isStream, setForwarded, streamPath, type Upstream } from './route.ts';

export interface FrontOptions extends Upstream {
  /** 0 lets the system choose. */
  port: number;
  /** How long an answer may take. */
  answerMs?: number;
}

export interface Front {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

// API Gateway's own limit: what takes longer is a job (202), so nobody waits in vain here either.
const ANSWER_MS = 30_000;
// A timer counts from when its turn of the event loop began, which is a little before a clock is read in it.
const TURN_MS = 20;
// Below the emulator's 75 s, so that it never closes a connection that we are about to use.
const KEPT_MS = 60_000;
// Longer than clients keep theirs, for the same reason seen from the other side.
const CLIENTS_KEPT_MS = 75_000;

/** The one address: the API at its root, the stream at `/stream/anomalies`, a page at `/` while nothing else is there. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const { answerMs = ANSWER_MS, emulatorUrl } = options;
  const agent = new Agent({ keepAlive: true, timeout: KEPT_MS });
  const proxy = createProxyServer({ target: emulatorUrl, changeOrigin: true, proxyTimeout: answerMs });
  const pages = new WeakSet<IncomingMessage>();
  const begun = new WeakMap<IncomingMessage, number>();
  proxy.on('error', (_error, request, target) => {
    const late = performance.now() - (begun.get(request) ?? Number.POSITIVE_INFINITY) >= answerMs - TURN_MS;
    if (late) answerLate(target, answerMs);
    else answerUnreachable(target);
  });
  proxy.on('proxyRes', (upstream, request, response) => {
    if (pages.has(request)) answerPage(upstream, request, response);
  });

  const server = createServer({ keepAliveTimeout: CLIENTS_KEPT_MS }, (request, response) => {
    begun.set(request, performance.now());
    const page = isPageRequest(request);
    if (page) pages.add(request);
    setForwarded(request, 'http');
    request.url = apiPath(options, request.url ?? '/');
    proxy.web(request, response, { agent, selfHandleResponse: page });
  });
  server.on('upgrade', (request, socket, head) => upgrade(proxy, options, request, socket, head));
  const close = closer(server);
  const port = await listen(server, options.port);
  return {
    url: `http://localhost:${port}`,
    port,
    stop: async () => {
      await close();
      agent.destroy();
    },
  };
}

/** What the API answers at `/`, or the landing page when it has nothing there. */
function answerPage(upstream: IncomingMessage, request: IncomingMessage, response: ServerResponse): void {
  if (upstream.statusCode === 404) {
    upstream.resume();
    answerLandingPage(request, response);
    return;
  }
  response.writeHead(upstream.statusCode ?? 502, upstream.headers);
  upstream.pipe(response);
}

function upgrade(
  proxy: ProxyServer,
  options: FrontOptions,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const url = request.url ?? '/';
  socket.on('error', () => socket.destroy()); // a client that vanishes in mid-handshake is nobody's failure
  if (!isStream(url)) {
    refuseUpgrade(socket, 404, 'Only /stream/anomalies speaks WebSocket.');
    return;
  }
  setForwarded(request, 'ws');
  request.url = streamPath(options, url);
  proxy.ws(request, socket, head, {});
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Ends a server with its connections: WebSockets outlive `server.close()`, which would wait for them for ever. */
function closer(server: Server): () => Promise<void> {
  const sockets = new Set<Duplex>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return () =>
    new Promise((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
      for (const socket of sockets) socket.destroy();
    });
}
