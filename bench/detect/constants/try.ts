import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Level } from '#domain/anomaly/anomaly.ts';
import { Detector } from '#domain/detection/detector.ts';
import type { RaritySetting } from '#domain/detection/rarity/setting.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import type { ReadSeries } from './series.ts';

const LEVELS = ['sensitive', 'warn', 'page'] as const satisfies readonly Level[];

/** Detects all series with one setting, and writes the alerts of each level into a folder of its own below `out`. */
export async function detectWith(setting: RaritySetting, all: readonly ReadSeries[], out: string): Promise<void> {
  for (const { file, times, points } of all) {
    const detector = new Detector(metricDefinition('value'), { setting });
    const notices = points.map((point) => detector.hear(point).notices);
    for (const level of LEVELS) {
      const rows = times.map((time, i) => `${time},${notices[i]?.includes(level) ? 1 : 0}\n`);
      const path = join(out, level, file);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, `timestamp,alert\n${rows.join('')}`);
    }
  }
}
