import { expect, test } from 'vitest';
import { aConnection, memoryConnections, memorySockets, memoryTasks, silent } from '#test/support/events.ts';
import { takeMessage } from './socketMessage.ts';

function stage() {
  const ports = {
    connections: memoryConnections(aConnection('c')),
    sockets: memorySockets(),
    tasks: memoryTasks(),
    log: silent,
  };
  return { ...ports, send: (text: string, id = 'c') => takeMessage(id, text, 'message-1', ports) };
}

test('ping is answered', async () => {
  const { send, sockets } = stage();
  await send('{"action":"ping"}');
  expect(sockets.to('c')).toEqual([{ event: 'pong' }]);
});

test('a subscription waits its turn in the feed', async () => {
  const { send, tasks, sockets } = stage();
  const message = { action: 'subscribe', services: ['orders'], severities: ['high'], events: ['*'], after: 7 };
  await send(JSON.stringify(message));
  expect(tasks.waiting).toEqual([{ task: { session: 'subscribe', connection: 'c', message }, once: 'message-1' }]);
  expect(sockets.to('c')).toEqual([]);
});

test.each([
  ['no JSON', 'hello', ''],
  ['no object', '7', ''],
  ['no action', '{}', '/action'],
  ['an unknown action', '{"action":"shout"}', '/action'],
  ['a severity that is none', '{"action":"subscribe","severities":["odd"]}', '/severities/0'],
  ['an event that is none', '{"action":"subscribe","events":["nothing"]}', '/events/0'],
  ['a number before the first', '{"action":"subscribe","after":-1}', '/after'],
  ['a word too many', '{"action":"ping","please":true}', ''],
])('%s: told what is wrong, and the connection stays', async (_what, text, pointer) => {
  const { send, sockets, connections, tasks } = stage();
  await send(text);
  const [answer] = sockets.to('c');
  expect(answer).toMatchObject({ event: 'error', problem: { title: 'Bad message', status: 422 } });
  expect(answer?.problem).toMatchObject({ errors: [{ pointer, message: expect.any(String) }] });
  expect(connections.ids()).toEqual(['c']);
  expect(tasks.waiting).toEqual([]);
  await send('{"action":"ping"}');
  expect(sockets.to('c').at(-1)).toEqual({ event: 'pong' });
});

test('one that was let go is told by closing, not by silence', async () => {
  const { send, sockets } = stage();
  await send('{"action":"ping"}', 'forgotten');
  expect(sockets.closed).toEqual(['forgotten']);
});
