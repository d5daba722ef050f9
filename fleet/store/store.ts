import { createServer, type Server, type Socket } from 'node:net';

const ANSWER_AFTER_MS = 3;
const LONGEST_LINE = 200;

/** The small database of the fleet: a line in (`GET 17`), after a moment a line out. It keeps each connection open for
 *  as long as its client does, so a connection that is leaked is truly held. */
export class Store {
  #server: Server;
  #sockets = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  get connections(): number {
    return this.#sockets.size;
  }

  /** @returns the port it listens on */
  listen(host: string, port = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        if (address === null || typeof address === 'string') reject(new Error('the store got no port'));
        else resolve(address.port);
      });
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.setEncoding('utf8').setNoDelay(true);
    let buffer = '';
    socket.on('data', (text: string) => {
      buffer += text;
      const lines = buffer.split('\n');
      buffer = lines.pop() ?? '';
      if (buffer.length > LONGEST_LINE) socket.destroy();
      for (const line of lines)
        setTimeout(() => socket.writable && socket.write(`${answerTo(line)}\n`), ANSWER_AFTER_MS);
    });
    socket.on('close', () => this.#sockets.delete(socket));
    // A task that is killed resets its connections; 'close' follows and is all that matters here.
    socket.on('error', () => socket.destroy());
  }
}

function answerTo(line: string): string {
  const key = /^GET (\d{1,9})$/.exec(line)?.[1];
  return key === undefined ? `ERR expected GET and a number` : `VALUE ${key}`;
}
