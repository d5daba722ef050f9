import { join } from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import { peersPython } from '../peers/peers.ts';
import { aucOf, type Measured } from './measure.ts';
import type { LabelledSet } from './sets.ts';

const Answers = z.array(
  z.object({
    name: z.string(),
    scores: z.array(z.array(z.number())),
    train_ms: z.number(),
    rows_per_second: z.number(),
  }),
);

/** scikit-learn's forests on the very same rows, by set. */
export async function scikitLearn(sets: readonly LabelledSet[], seeds: number): Promise<Map<string, Measured>> {
  const python = await peersPython();
  const { stdout } = await execa(python, [join(import.meta.dirname, '..', 'peers', 'forest.py'), `${seeds}`], {
    input: JSON.stringify(sets.map(({ name, rows }) => ({ name, rows }))),
    maxBuffer: 512 * 1024 * 1024,
  });
  const answers = new Map(Answers.parse(JSON.parse(stdout)).map((answer) => [answer.name, answer]));
  return new Map(
    sets.map((set) => {
      const answer = answers.get(set.name);
      if (!answer) throw new Error(`scikit-learn said nothing of ${set.name}`);
      const { scores, train_ms, rows_per_second } = answer;
      return [set.name, { ...aucOf(set, scores), train_ms, rows_per_second }];
    }),
  );
}
