import { createReadStream } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import type { Heard } from '#domain/detection/detector.ts';

/** A file of a folder of series, read once. */
export interface ReadSeries {
  file: string;
  times: string[];
  points: Heard[];
}

/** @param only  the files whose names begin so */
export async function readFolder(data: string, only = ''): Promise<ReadSeries[]> {
  const read: ReadSeries[] = [];
  for await (const file of glob('**/*.csv', { cwd: data })) {
    if (!file.startsWith(only)) continue;
    const series: ReadSeries = { file, times: [], points: [] };
    for await (const row of createReadStream(join(data, file)).pipe(parse({ from_line: 2 }))) {
      const [time, value] = row as [string, string];
      series.times.push(time);
      series.points.push({ at: Date.parse(`${time.replace(' ', 'T')}Z`) / 1_000, value: Number(value) });
    }
    read.push(series);
  }
  return read;
}
