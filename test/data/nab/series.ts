import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { Heard } from '#domain/detection/detector.ts';

const Rows = z.array(z.object({ timestamp: z.string(), value: z.coerce.number() }));
const Windows = z.record(z.string(), z.array(z.tuple([z.string(), z.string()])));

/** A labelled series of the Numenta Anomaly Benchmark, in the order of its file. */
export interface LabelledSeries {
  file: string;
  points: Heard[];
  /** where an alert is right, epoch seconds */
  windows: (readonly [number, number])[];
}

const epoch = (timestamp: string): number => Date.parse(`${timestamp.replace(' ', 'T')}Z`) / 1_000;

export function labelledSeries(): LabelledSeries[] {
  const windows = Windows.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'windows.json'), 'utf8')));
  return Object.entries(windows).map(([file, pairs]) => ({
    file,
    points: Rows.parse(parse(readFileSync(join(import.meta.dirname, 'data', file)), { columns: true })).map(
      ({ timestamp, value }) => ({ at: epoch(timestamp), value }),
    ),
    windows: pairs.map(([from, to]) => [epoch(from), epoch(to)] as const),
  }));
}
