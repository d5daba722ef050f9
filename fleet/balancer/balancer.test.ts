import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { Balancer } from './balancer.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

async function upstream(listener: RequestListener): Promise<number> {
  const server: Server = createServer(listener);
  open.push({ close: () => void server.close(() => undefined).closeAllConnections() });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function balancer(timeoutMs?: number): Promise<{ balancer: Balancer; url: string }> {
  const balancer = new Balancer(timeoutMs);
  open.push(balancer);
  return { balancer, url: `http://127.0.0.1:${await balancer.listen(0)}` };
}

test('spreads requests over its targets and passes answers on', async () => {
  const { balancer: it, url } = await balancer();
  for (const id of ['a', 'b']) it.add({ id, port: await upstream((_, response) => response.end(id)) });
  const answers = [];
  for (let at = 0; at < 4; at += 1) answers.push(await (await fetch(url)).text());
  expect(answers).toEqual(['a', 'b', 'a', 'b']);
  expect(it.traffic.take()).toMatchObject({ requests: 4, errors: 0 });
});

test('without a healthy task users get 503, and it counts as an error', async () => {
  const { balancer: it, url } = await balancer();
  expect((await fetch(url)).status).toBe(503);
  expect(it.traffic.take()).toMatchObject({ requests: 1, errors: 1 });
});

test("a task's own 500 is an error and its 404 is not", async () => {
  const { balancer: it, url } = await balancer();
  let status = 500;
  it.add({ id: 'a', port: await upstream((_, response) => response.writeHead(status).end()) });
  expect((await fetch(url)).status).toBe(500);
  status = 404;
  expect((await fetch(url)).status).toBe(404);
  expect(it.traffic.take()).toMatchObject({ requests: 2, errors: 1 });
});

test('a task that breaks off is 502, one that stays silent 504', async () => {
  const { balancer: it, url } = await balancer(50);
  it.add({ id: 'breaks', port: await upstream((request) => request.socket.destroy()) });
  expect((await fetch(url)).status).toBe(502);
  void it.remove('breaks');
  it.add({ id: 'silent', port: await upstream(() => undefined) });
  expect((await fetch(url)).status).toBe(504);
  expect(it.traffic.take()).toMatchObject({ requests: 2, errors: 2 });
});

test('a target that is removed gets no more requests, and the removal waits for the last answer', async () => {
  const { balancer: it, url } = await balancer();
  let finish: (() => void) | undefined;
  const port = await upstream((_, response) => {
    finish = () => response.end('late');
  });
  it.add({ id: 'a', port });
  const first = fetch(url);
  await vi.waitFor(() => expect(finish).toBeDefined());
  let removed = false;
  const removal = it.remove('a').then(() => {
    removed = true;
  });
  expect((await fetch(url)).status).toBe(503);
  expect(removed).toBe(false);
  finish?.();
  expect(await (await first).text()).toBe('late');
  await removal;
});
