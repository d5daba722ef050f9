import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

const run = promisify(execFile);

/** What the data set's own judge says of one folder of alerts. */
const Verdict = z.object({
  windows: z.number(),
  recall: z.number(),
  f1: z.number(),
  false_share: z.number(),
  false_per_series_week: z.number(),
  nab_standard: z.number().nullable(),
});
export type Verdict = z.infer<typeof Verdict>;

/** Labelled series and what judges alerts on them. */
export interface Labelled {
  /** the folder of `data/` and `windows.json` */
  folder: string;
  /** an evaluate.py */
  judge: string;
  python: string;
}

/** @param alerts  a folder of CSV files that mirrors the data
 *  @param only    the names of the files to count begin so */
export async function judge({ folder, judge, python }: Labelled, alerts: string, only?: string): Promise<Verdict> {
  const narrowed = only === undefined ? [] : ['--only', only];
  const { stdout } = await run(python, [
    judge,
    ...['--data', join(folder, 'data'), '--windows', join(folder, 'windows.json'), '--alerts', alerts, '--json'],
    ...narrowed,
  ]);
  return Verdict.parse(JSON.parse(stdout));
}
