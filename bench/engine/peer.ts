import { join } from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import type { Heard } from '#domain/detection/detector.ts';
import type { SeriesValue } from '#domain/series/average.ts';
import { peersPython } from '../peers/peers.ts';
import type { Run } from './points.ts';

const Answers = z.array(
  z.object({ name: z.string(), of: z.enum(['points', 'series']), count: z.number(), seconds: z.number() }),
);
export type PeerSpeed = z.infer<typeof Answers>[number];

const DAY_OF_FIVE_MINUTES = 288;

/** Python's loops on the very same points; each stops after ten seconds and is measured on what it did. */
export async function peerSpeeds(
  service: readonly Run<Heard>[],
  histories: readonly Run<SeriesValue>[],
  say: (text: string) => void,
): Promise<PeerSpeed[]> {
  const python = await peersPython(say);
  const moments = service[0]?.points.map((_, moment) => service.map(({ points }) => points[moment]?.value ?? 0));
  const input = { moments, histories: histories.map(({ points }) => points.map(({ value }) => value)) };
  const child = execa(python, [join(import.meta.dirname, '..', 'peers', 'engine.py')], {
    input: JSON.stringify({ ...input, season: DAY_OF_FIVE_MINUTES }),
    env: { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' }, // one core, as ours
  });
  const told = (async () => {
    for await (const line of child.iterable({ from: 'stderr' })) say(line);
  })();
  const { stdout } = await child;
  await told;
  return Answers.parse(JSON.parse(stdout));
}
