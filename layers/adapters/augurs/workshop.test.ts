import { afterEach, expect, test } from 'vitest';
import { Workshop } from './workshop.ts';

/** A worker that doubles numbers, throws on -1, dies on -2, never answers -3, says that it is spoilt on -4; told apart
 *  from others of its kind by how many questions it has had. */
const double = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    let asked = 0;
    parentPort.on('message', (number) => {
      asked++;
      if (number === -1) throw new Error('trap');
      if (number === -2) process.exit(3);
      if (number === -3) for (;;);
      parentPort.postMessage({ doubled: 2 * number, asked, spoilt: number === -4 });
    });
  `)}`,
);

interface Doubled {
  doubled: number;
  asked: number;
  spoilt: boolean;
}
const isSpoilt = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'spoilt' in answer && answer.spoilt === true;

let workshop: Workshop<number, Doubled> | undefined;
const open = (most = 100): Workshop<number, Doubled> => {
  workshop = new Workshop({ url: double, most, spoilt: isSpoilt });
  return workshop;
};
afterEach(() => workshop?.close());

const AMPLE = 15_000;

test('one thing after the other, in the same worker', async () => {
  const shop = open();
  const answers = await Promise.all([1, 2, 3].map((number) => shop.ask(number, AMPLE)));
  expect(answers.map((answer) => [answer?.doubled, answer?.asked])).toEqual([
    [2, 1],
    [4, 2],
    [6, 3],
  ]);
});

test.each([
  ['throws', -1, AMPLE],
  ['dies', -2, AMPLE],
  ['never answers', -3, 50],
])('a worker that %s gives no answer, and another takes its place', async (_, number, limit) => {
  const shop = open();
  await shop.ask(1, AMPLE);
  expect(await shop.ask(number, limit)).toBeUndefined();
  expect(await shop.ask(4, AMPLE)).toEqual({ doubled: 8, asked: 1, spoilt: false });
});

test('a spoilt one answers for the last time', async () => {
  const shop = open();
  expect(await shop.ask(-4, AMPLE)).toEqual({ doubled: -8, asked: 1, spoilt: true });
  expect((await shop.ask(5, AMPLE))?.asked).toBe(1);
});

test('a worker is replaced after so many answers', async () => {
  const shop = open(2);
  const asked: (number | undefined)[] = [];
  for (const number of [1, 2, 3, 4, 5]) asked.push((await shop.ask(number, AMPLE))?.asked);
  expect(asked).toEqual([1, 2, 1, 2, 1]);
});

test('what waits while a worker fails is answered by the next', async () => {
  const shop = open();
  const answers = await Promise.all([shop.ask(-1, AMPLE), shop.ask(6, AMPLE)]);
  expect(answers).toEqual([undefined, { doubled: 12, asked: 1, spoilt: false }]);
});
