import { createServer } from 'node:net';
import { LocalError } from './errors.ts';

const HOSTS = ['127.0.0.1', '::1', '0.0.0.0'] as const;
const TRIES = 100;

/** Whether nothing listens on the port, on the addresses that `localhost` may stand for. */
export async function isFree(port: number): Promise<boolean> {
  for (const host of HOSTS) if (!(await canListen(port, host))) return false;
  return true;
}

/** The preferred port or the next free one above it.
 *  @param taken ports already promised to a part that has not started yet; the chosen one is added */
export async function nextFreePort(preferred: number, taken: Set<number>): Promise<number> {
  for (let port = preferred; port < preferred + TRIES && port <= 65_535; port += 1) {
    if (!taken.has(port) && (await isFree(port))) {
      taken.add(port);
      return port;
    }
  }
  throw new LocalError(
    `None of the ports ${preferred} to ${preferred + TRIES - 1} is free.`,
    'Stop what listens there and start again.',
  );
}

/** Exactly this port, because someone asked for it by number. */
export async function demandPort(port: number, what: string, taken: Set<number>): Promise<number> {
  if (taken.has(port) || !(await isFree(port))) {
    throw new LocalError(
      `Port ${port}, asked for as ${what}, is taken by another program.`,
      `Stop that program, or ask for another port (without one, the next free port is used).`,
    );
  }
  taken.add(port);
  return port;
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      // A machine without IPv6 has no such address to be taken.
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(true);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
