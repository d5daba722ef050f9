import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { TrafficWindow } from '../metrics/traffic.ts';
import { Rotation, type Target } from './rotation.ts';

const DEFAULT_TIMEOUT_MS = 5_000;

/** Stands before one service's tasks as an application load balancer does: round robin over the healthy ones, 503
 *  without any, 502 from a broken one, 504 from a silent one. What it sees is what users feel, so it is what counts. */
export class Balancer {
  readonly traffic = new TrafficWindow();
  #rotation = new Rotation();
  #underWay = new Map<string, number>();
  #drained = new Map<string, () => void>();
  #agent = new Agent({ keepAlive: true });
  #server: Server;
  #timeoutMs: number;

  constructor(timeoutMs = DEFAULT_TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
    this.#server = createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => this.#serve(incoming, response));
  }

  /** @returns the port it listens on; 0 chooses a free one */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        const address = this.#server.address();
        if (address === null || typeof address === 'string') reject(new Error('the load balancer got no port'));
        else resolve(address.port);
      });
    });
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    this.#agent.destroy();
  }

  add(target: Target): void {
    this.#rotation.add(target);
  }

  /** Sends the target no more requests.
   *  @returns when those under way are answered */
  remove(id: string): Promise<void> {
    this.#rotation.remove(id);
    if (!this.#underWay.has(id)) return Promise.resolve();
    return new Promise((resolve) => this.#drained.set(id, resolve));
  }

  #serve(incoming: IncomingMessage, response: ServerResponse): void {
    const began = performance.now();
    const target = this.#rotation.next();
    const done = (ok: boolean) => this.traffic.record(performance.now() - began, ok);
    if (!target) {
      incoming.resume();
      refuse(response, 503, 'no healthy task');
      done(false);
      return;
    }
    this.#began(target.id);
    const passed = this.#pass(target, incoming, response, done);
    passed.on('close', () => this.#ended(target.id));
  }

  #pass(target: Target, incoming: IncomingMessage, response: ServerResponse, done: (ok: boolean) => void) {
    let counted = false;
    const once = (ok: boolean) => {
      if (!counted) done(ok);
      counted = true;
    };
    const sent = request({
      host: '127.0.0.1',
      port: target.port,
      method: incoming.method,
      path: incoming.url,
      headers: incoming.headers,
      agent: this.#agent,
    });
    const timer = setTimeout(() => {
      refuse(response, 504, `no answer in ${this.#timeoutMs} ms`);
      once(false);
      sent.destroy();
    }, this.#timeoutMs);
    sent.on('response', (answer) => {
      const status = answer.statusCode ?? 502;
      response.writeHead(status, withoutConnection(answer.headers));
      answer.pipe(response);
      answer.on('end', () => once(status < 500));
      answer.on('error', () => response.destroy());
    });
    sent.on('error', () => {
      refuse(response, 502, 'the task broke off');
      once(false);
    });
    sent.on('close', () => clearTimeout(timer));
    response.on('close', () => {
      if (response.writableFinished) return;
      once(false);
      sent.destroy();
    });
    incoming.pipe(sent);
    return sent;
  }

  #began(id: string): void {
    this.#underWay.set(id, (this.#underWay.get(id) ?? 0) + 1);
  }

  #ended(id: string): void {
    const left = (this.#underWay.get(id) ?? 1) - 1;
    if (left > 0) {
      this.#underWay.set(id, left);
      return;
    }
    this.#underWay.delete(id);
    this.#drained.get(id)?.();
    this.#drained.delete(id);
  }
}

function withoutConnection(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const { connection: _connection, 'keep-alive': _keepAlive, 'transfer-encoding': _encoding, ...rest } = headers;
  return rest;
}

function refuse(response: ServerResponse, status: number, why: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: why }));
}
