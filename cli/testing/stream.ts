import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';

/** A stream as the contract says, over real sockets: it greets, replays from its feed, and says `subscribed`. */
export async function startStream() {
  const feed: { event: string; seq: number }[] = [];
  const heard: Record<string, unknown>[] = [];
  const clients = new Set<WebSocket>();
  let refusal: number | undefined;
  let mute = false;
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const status = request.headers['x-api-key'] === 'good' ? refusal : 403;
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, serve);
  });

  function serve(client: WebSocket): void {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('message', (data) => {
      const message = JSON.parse(String(data));
      heard.push(message);
      if (message.action === 'ping') say(client, { event: 'pong' });
      else for (const event of [...feed.filter(({ seq }) => seq > message.after), subscribed()]) say(client, event);
    });
    if (!mute) say(client, { event: 'connected', seq: feed.length });
  }
  const subscribed = () => ({ event: 'subscribed', seq: feed.length });
  const say = (client: WebSocket, message: unknown) => {
    if (client.readyState === WebSocket.OPEN) client.send(JSON.stringify(message));
  };
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    heard,
    connections: () => clients.size,
    /** Numbers an event and posts it, or loses it on the way. */
    publish(event: string, lost = false): void {
      feed.push({ event, seq: feed.length + 1 });
      if (!lost) for (const client of clients) say(client, feed.at(-1));
    },
    post: (message: unknown) => {
      for (const client of clients) say(client, message);
    },
    cut: () => {
      for (const client of clients) client.terminate();
    },
    refuse: (status: number | undefined) => {
      refusal = status;
    },
    beMute: () => {
      mute = true;
    },
    /** What an installation does that is begun anew. */
    forget: () => {
      feed.length = 0;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        for (const client of clients) client.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
