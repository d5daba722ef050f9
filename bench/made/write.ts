import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeRamps } from './ramps.ts';
import type { MadePoint } from './series.ts';
import { makeSet } from './set.ts';

/** "2026-03-02 00:00:00", UTC. */
export const timestamp = (seconds: number): string =>
  new Date(seconds * 1_000).toISOString().slice(0, 19).replace('T', ' ');

const csv = (points: readonly MadePoint[]): string =>
  `timestamp,value\n${points.map(({ at, value }) => `${timestamp(at)},${value}\n`).join('')}`;

/** Writes the labelled series as NAB lays them out (`data/<category>/<name>.csv`, `windows.json`), and the ramps as
 *  `ramps/<name>.csv` with `ramps.json`. */
export async function writeMade(out: string, seed: number, say: (text: string) => void): Promise<void> {
  const windows: Record<string, string[][]> = {};
  for (const series of makeSet(seed)) {
    windows[series.file] = series.windows.map((window) => window.map(timestamp));
    await put(join(out, 'data', series.file), csv(series.points));
    const faults = series.faults.map(({ kind }) => kind).join(', ') || 'no fault';
    say(`${series.file}: ${series.points.length} points, ${faults}`);
  }
  await put(join(out, 'windows.json'), `${JSON.stringify(windows, null, 1)}\n`);

  const ramps: Record<string, unknown> = {};
  for (const { name, step, bounds, limit, points, future, crosses } of makeRamps(seed)) {
    const now = points.at(-1)?.at ?? 0;
    ramps[`${name}.csv`] = { step, bounds, limit, now: timestamp(now), crosses: crosses && timestamp(crosses) };
    await put(join(out, 'ramps', `${name}.csv`), csv([...points, ...future]));
  }
  await put(join(out, 'ramps.json'), `${JSON.stringify(ramps, null, 1)}\n`);
  say(`${Object.keys(ramps).length} ramps`);
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
