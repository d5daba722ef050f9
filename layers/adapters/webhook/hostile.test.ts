import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { webhookSender } from './sender.ts';

// Receivers that speak HTTP badly, or with ill will. Whatever they do is an answer, in time, and the connection ends.

let server: Server | undefined;
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server?.close();
});

/** A server that does this with each connection once a request has begun to arrive. */
async function hostile(answer: (socket: Socket) => void): Promise<{ url: string; ended: Promise<void> }> {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // being cut off is what it deserves
    socket.on('close', () => end());
    socket.once('data', () => answer(socket));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ended };
}
const sender = (timeoutMs = 5_000) => webhookSender({ allowHosts: ['127.0.0.1'], timeoutMs });

/** Writes for ever, as fast as it is read. */
function flood(socket: Socket, text: string): void {
  const write = () => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', write);
  write();
}

test.each<[string, (socket: Socket) => void]>([
  ['closes without an answer', (socket) => socket.end()],
  ['breaks off without an answer', (socket) => socket.resetAndDestroy()],
  ['closes amid its headers', (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-type: te')],
  ['speaks something else', (socket) => socket.end('220 mail.example.com ESMTP ready\r\n')],
  [
    'sends headers without an end',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      flood(socket, `x-more: ${'x'.repeat(1_000)}\r\n`);
    },
  ],
])('one that %s has not answered, and it is said so', async (_what, answer) => {
  const { url, ended } = await hostile(answer);
  const answered = await sender().send(url, '{}', {});
  expect(answered.status).toBeNull();
  expect(answered.error).toMatch(/\w{3}/);
  await ended;
});

test('one that sends preliminary answers without an end is given up in time', async () => {
  const { url, ended } = await hostile((socket) => flood(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'));
  expect(await sender(300).send(url, '{}', {})).toMatchObject({ status: null, error: expect.any(String) });
  await ended;
});

test('one that closes amid its answer has accepted: its status was there', async () => {
  const { url } = await hostile((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nonly the beg'));
  expect(await sender().send(url, '{}', {})).toMatchObject({ status: 200, error: null });
});

test('of an answer of 10 MB, and of one without an end, 64 KB are read and the connection is closed', async () => {
  for (const length of ['content-length: 10485760\r\n', '']) {
    const { url, ended } = await hostile((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\n${length}\r\n`);
      flood(socket, 'x'.repeat(65_536));
    });
    const answered = await sender().send(url, '{}', {});
    expect(answered).toMatchObject({ status: 200, error: null });
    expect(answered.body).toHaveLength(64 * 1024);
    await ended;
    server?.close();
  }
});
