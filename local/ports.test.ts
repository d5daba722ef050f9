import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { choosePorts } from './choosePorts.ts';
import { demandPort, isFree, nextFreePort } from './ports.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** A port that something listens on, whose next one is free. */
async function takenPort(host = '127.0.0.1'): Promise<number> {
  for (let port = 20_000 + (process.pid % 20_000); ; port += 10) {
    if (!(await isFree(port)) || !(await isFree(port + 1))) continue;
    const server = createServer();
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    return port;
  }
}

test('a taken port gives the next free one, on whichever local address it is taken', async () => {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const port = await takenPort(host);
    expect(await nextFreePort(port, new Set())).toBe(port + 1);
  }
});

test('a port promised to another part is not given twice', async () => {
  const port = await takenPort();
  const taken = new Set<number>();
  expect(await nextFreePort(port, taken)).toBe(port + 1);
  expect(await nextFreePort(port, taken)).not.toBe(port + 1);
});

test('a port asked for by number is that one or a sentence that names it', async () => {
  const port = await takenPort();
  await expect(demandPort(port, 'the address', new Set())).rejects.toThrow(
    `Port ${port}, asked for as the address, is taken by another program.`,
  );
  expect(await demandPort(port + 1, 'the address', new Set())).toBe(port + 1);
});

test('a restart keeps the ports it had, but for those that were taken meanwhile', async () => {
  const first = await choosePorts({}, undefined);
  const taken = await takenPort();
  const again = await choosePorts({}, { ...first, front: taken, ecs: taken + 1 });
  expect(again).toMatchObject({ emulator: first.emulator, control: first.control, ecs: taken + 1 });
  expect(again.front).not.toBe(taken);
  expect(new Set(Object.values(again)).size).toBe(8);
});

test('what is started at the same moment begins to look elsewhere', async () => {
  const { front, payments } = await choosePorts({ portOffset: 300 }, undefined);
  expect(front).toBeGreaterThanOrEqual(8380);
  expect(payments).toBeGreaterThanOrEqual(4883);
});
