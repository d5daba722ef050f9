import { delimiter, dirname } from 'node:path';
import { expect, test } from 'vitest';
import { parseArguments } from './arguments.ts';
import { dockerArguments } from './emulator/docker.ts';
import { childEnvironment, pathWithNode } from './environment.ts';
import { outputsOf } from './outputs.ts';
import { stopAll, together } from './parts.ts';
import { plainLine } from './progress.ts';

test("a child gets this Node first on its PATH and none of the person's own AWS settings or secrets", () => {
  const env = childEnvironment({ PATH: '/usr/bin', HOME: '/home/me', AWS_PROFILE: 'work', GROQ_API_KEY: 'secret' });
  expect(env).toEqual({ HOME: '/home/me', PATH: [dirname(process.execPath), '/usr/bin'].join(delimiter) });
  expect(pathWithNode(env.PATH ?? '')).toBe(env.PATH);
});

test('arguments', () => {
  expect(parseArguments([])).toEqual({ detach: false, fresh: false, fleet: true, frontPort: undefined });
  expect(parseArguments(['--detach', '--fresh', '--no-fleet', '--port', '9000'])).toEqual({
    detach: true,
    fresh: true,
    fleet: false,
    frontPort: 9000,
  });
  expect(() => parseArguments(['--port', '0'])).toThrow('--port is 0, which is no port.');
  expect(() => parseArguments(['--wat'])).toThrow("Unknown option '--wat'");
});

test('an output is found in whatever stack it is; a missing one is named with those that are there', () => {
  const outputs = outputsOf({ 'Forestall-Api': { ApiId: 'a1' }, 'Forestall-Data': { Bucket: 'b' } });
  expect(outputs.get('Bucket')).toBe('b');
  expect(outputs.find('Nope')).toBeUndefined();
  expect(() => outputs.get('WebSocketApiId')).toThrow('no output WebSocketApiId (they have: ApiId, Bucket)');
});

test('parts stop last first, and one that fails keeps none of the others running', async () => {
  const stopped: string[] = [];
  const part = (name: string, fails = false) => ({
    stop: async () => {
      stopped.push(name);
      if (fails) throw new Error(`${name} hangs`);
    },
  });
  await expect(stopAll([part('emulator'), part('fleet', true), part('front')])).rejects.toThrow('fleet hangs');
  expect(stopped).toEqual(['front', 'fleet', 'emulator']);
});

test('of two works at once the failure of one ends the other, and is the one that is told', async () => {
  const untilAborted = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('was interrupted'))));
  const failing = async () => {
    throw new Error('the deploy failed');
  };
  await expect(together(undefined, failing, untilAborted)).rejects.toThrow('the deploy failed');
  await expect(together(undefined, untilAborted, failing)).rejects.toThrow('the deploy failed');
  const order = new AbortController();
  const both = together(order.signal, untilAborted, untilAborted);
  order.abort();
  await expect(both).rejects.toThrow('was interrupted');
});

test('without a terminal a step is a line when it is over, with its time', () => {
  expect(plainLine({ step: 'emulator', state: 'started' })).toBeUndefined();
  expect(plainLine({ step: 'deploy', state: 'progress', text: '3/90' })).toBeUndefined();
  expect(plainLine({ step: 'emulator', state: 'done', text: 'http://x', ms: 1234 })).toBe(
    '  ✓ Emulator answers: http://x (1.2 s)',
  );
});

test("in Docker the emulator's state is a volume and no variable of ours is a path of this machine", () => {
  const args = dockerArguments({
    port: 4567,
    stateDir: '/home/me/f',
    logFile: '/x',
    env: { AWS_ENDPOINT_URL_ECS: 'u' },
  });
  expect(args).toContain('/home/me/f:/var/lib/forestall');
  expect(args).toContain('STATE_DIR=/var/lib/forestall/state');
  expect(args).toContain('AWS_ENDPOINT_URL_ECS=u');
  expect(args.filter((arg) => arg.startsWith('FORESTALL_PARENT'))).toEqual([]);
});
