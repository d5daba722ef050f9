import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { type Level, levelRank } from '#domain/anomaly/anomaly.ts';
import type { Heard } from '#domain/detection/detector.ts';
import { foldShard, type Shard } from '#domain/shard/shard.ts';
import type { Contender } from './detectors.ts';

const Rows = z.array(z.object({ timestamp: z.string(), value: z.coerce.number() }));
type Row = z.infer<typeof Rows>[number];

/** What the deployed functions tell of the same points: each goes into the series' state as soon as its period is over.
 *  All are taken for a metric of which the catalogue knows nothing. */
export const deployed = (level: Level): Contender => ({
  name: `Forestall as deployed, ${level}`,
  detect: async (data, alerts) => {
    for (const file of (await readdir(data, { recursive: true })).filter((name) => name.endsWith('.csv'))) {
      const rows = Rows.parse(parse(await readFile(join(data, file)), { columns: true }));
      const told = tellings(rows.map(pointOf), level);
      const lines = rows.map(({ timestamp }, i) => `${timestamp},${told[i] ? 1 : 0}\n`);
      await mkdir(dirname(join(alerts, file)), { recursive: true });
      await writeFile(join(alerts, file), `timestamp,alert\n${lines.join('')}`);
    }
  },
});

const pointOf = ({ timestamp, value }: Row): Heard => ({
  at: Math.floor(Date.parse(`${timestamp.replace(' ', 'T')}Z`) / 1_000),
  value,
});

/** Whether each point makes an anomaly known at this level or above, the first time. */
export function tellings(points: readonly Heard[], level: Level): boolean[] {
  const step = usualStep(points);
  const known = new Set<string>();
  let shard: Shard = new Map();
  return points.map(({ at, value }) => {
    const sample = { service: 'series', metric: 'value', source: 'cloudwatch' as const, step, at, value };
    const folded = foldShard(shard, [sample], { now: at + step, acting: new Set() });
    shard = folded.shard;
    const fresh = folded.changed.filter((one) => levelRank[one.level] >= levelRank[level] && !known.has(one.id));
    for (const { id } of fresh) known.add(id);
    return fresh.some(({ status }) => status === 'open');
  });
}

/** The median distance: what a source is asked for. */
function usualStep(points: readonly Heard[]): number {
  const steps = points.flatMap(({ at }, i) => (i === 0 ? [] : [at - (points[i - 1]?.at ?? at)])).sort((a, b) => a - b);
  return Math.max(1, steps[Math.floor(steps.length / 2)] ?? 60);
}
