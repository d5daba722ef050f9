import WebSocket from 'ws';
import * as z from 'zod';

const Message = z.object({
  event: z.string(),
  seq: z.number().optional(),
  anomaly: z.object({ id: z.string() }).optional(),
});

export interface Heard {
  seq: number;
  /** when it came, by `performance.now()` */
  at: number;
}

/** A client of the stream that notes when it heard of what. */
export interface Subscriber {
  /** by the anomaly's id */
  heard: ReadonlyMap<string, Heard>;
  /** every event's number, in the order in which they came */
  seqs: readonly number[];
  open(): boolean;
  /** From now on nothing that comes is read. */
  sleep(): void;
  close(): void;
}

const HANDSHAKE_MS = 60_000;

/** Connects and waits for the greeting. */
export function subscribe(url: string, key: string): Promise<Subscriber> {
  const socket = new WebSocket(url, { headers: { 'X-API-Key': key }, handshakeTimeout: HANDSHAKE_MS });
  const heard = new Map<string, Heard>();
  const seqs: number[] = [];
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no greeting came')), HANDSHAKE_MS);
    socket.once('error', reject);
    socket.on('message', (data) => {
      const at = performance.now();
      const { event, seq, anomaly } = Message.parse(JSON.parse(String(data)));
      if (event === 'connected') {
        clearTimeout(late);
        resolve({
          heard,
          seqs,
          open: () => socket.readyState === WebSocket.OPEN,
          sleep: () => socket.pause(),
          close: () => socket.terminate(),
        });
        return;
      }
      if (seq !== undefined) seqs.push(seq);
      if (seq !== undefined && anomaly && !heard.has(anomaly.id)) heard.set(anomaly.id, { seq, at });
    });
  });
}

/** So many, a few at a time, as the emulator opens them. */
export async function subscribers(url: string, key: string, count: number, atOnce = 8): Promise<Subscriber[]> {
  const made: Subscriber[] = [];
  const places = Array.from({ length: Math.min(atOnce, count) }, async (_, place) => {
    for (let n = place; n < count; n += atOnce) made.push(await subscribe(url, key));
  });
  await Promise.all(places);
  return made;
}
