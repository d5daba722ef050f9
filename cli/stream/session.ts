import { WebSocket } from 'ws';
import { conversation, type Listener } from './conversation.ts';

/** How a connection ended. */
export interface Ending {
  reason: string;
  /** trying again will not mend it */
  refused: boolean;
  last: number | undefined;
}

export interface SessionOptions extends Listener {
  url: string;
  key: string;
  /** the last event that was shown, if any */
  after: number | undefined;
  signal: AbortSignal;
  /** AWS closes a connection after ten minutes of silence. */
  pingEveryMs?: number;
  /** From the open connection to the end of the replay, and from a ping to its answer. */
  patienceMs?: number;
}

const HANDSHAKE_MS = 15_000;
/** How long a polite goodbye may take. */
const GOODBYE_MS = 1_000;

/** One connection to the stream, from its handshake to its end. Never rejects: how it ended is its answer. */
export function session(options: SessionOptions): Promise<Ending> {
  const { url, key, after, signal, pingEveryMs = 300_000, patienceMs = 30_000 } = options;
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers: { 'X-API-Key': key }, handshakeTimeout: HANDSHAKE_MS });
    const say = (message: Record<string, unknown>) => socket.send(JSON.stringify(message));
    const talk = conversation(after, options, say);
    let why: string | undefined;
    let refused = false;
    let pinging: NodeJS.Timeout | undefined;
    let overdue: NodeJS.Timeout | undefined;

    const end = (reason: string) => {
      why ??= reason;
      socket.terminate();
    };
    const expect = (reason: string) => {
      clearTimeout(overdue);
      overdue = setTimeout(end, patienceMs, reason);
    };
    const goodbye = () => {
      why ??= 'stopped';
      socket.close(1000);
      overdue = setTimeout(() => socket.terminate(), GOODBYE_MS);
    };

    socket.on('open', () => {
      expect(`no greeting within ${patienceMs / 1000} s`);
      pinging = setInterval(() => {
        say({ action: 'ping' });
        if (talk.answersPings()) expect('the server fell silent');
      }, pingEveryMs);
    });
    socket.on('message', (data) => {
      talk.hear(String(data));
      if (talk.served()) clearTimeout(overdue); // whatever is heard shows that the other side lives
    });
    socket.on('unexpected-response', (_request, { statusCode }) => {
      refused = statusCode === 401 || statusCode === 403;
      end(`the server answered ${statusCode}`);
    });
    socket.on('error', (error) => {
      why ??= error.message;
    });
    socket.on('close', (code, text) => {
      clearInterval(pinging);
      clearTimeout(overdue);
      signal.removeEventListener('abort', goodbye);
      resolve({ reason: why ?? (String(text) || `closed with ${code}`), refused, last: talk.last() });
    });
    signal.addEventListener('abort', goodbye);
    if (signal.aborted) goodbye();
  });
}
