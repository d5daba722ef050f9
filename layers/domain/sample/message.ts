import * as z from 'zod';
import { Sample, SampleBatch } from './sample.ts';

const Series = Sample.pick({ service: true, metric: true, source: true, step: true }).extend({
  /** start of the first point's period, epoch seconds; each point says how many steps after it */
  from: z.number().int().nonnegative(),
  points: z.array(z.tuple([z.number().int().nonnegative(), z.number()])),
});
const Packed = z.object({
  version: z.literal(2),
  shard: z.number().int().nonnegative(),
  pulled_at: z.number(),
  series: z.array(Series),
});
export type PackedBatch = z.infer<typeof Packed>;

/** What stands on `samples.fifo`: queues are billed by each 64 KB, and each pull brings the last minutes of every series
 *  again, so a series' name is written once and not with each point. A plain batch is read as well. */
export const SampleMessage = z.union([Packed.transform(unpack), SampleBatch]);

/** @param batch whose samples lie on their steps, as sources give them */
export function pack({ shard, pulled_at, samples }: SampleBatch): PackedBatch {
  const groups = Map.groupBy(samples, ({ service, metric, source, step, at }) =>
    JSON.stringify([service, metric, source, step, at % step]),
  );
  const series = [...groups.values()].flatMap((group) => {
    const [first] = group.toSorted((a, b) => a.at - b.at);
    if (!first) return [];
    const { service, metric, source, step, at: from } = first;
    const points = group.map(({ at, value }): [number, number] => [(at - from) / step, value]);
    return [{ service, metric, source, step, from, points }];
  });
  return { version: 2, shard, pulled_at, series };
}

function unpack({ shard, pulled_at, series }: PackedBatch): SampleBatch {
  const samples = series.flatMap(({ from, points, ...rest }) =>
    points.map(([steps, value]): Sample => ({ ...rest, at: from + steps * rest.step, value })),
  );
  return { version: 1, shard, pulled_at, samples: samples.sort((a, b) => a.at - b.at) };
}
