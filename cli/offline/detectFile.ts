import type { Level } from '#domain/anomaly/anomaly.ts';
import type { Around } from './eachFile.ts';
import { csvOf, type JudgedRow, Judging, type Summary } from './judged.ts';
import type { Place } from './places.ts';
import type { DetectionChart } from './plot/detectionChart.ts';
import { type Row, readRows } from './rows.ts';
import { writeWhole } from './written.ts';

export interface FileSummary extends Summary {
  file: string;
}

export interface DetectJob {
  level: Level;
  /** whether rows without a place of their own go to standard output */
  print: boolean;
}

/** Reads one file, judges it row after row, writes what it is asked for. */
export async function detectFile(place: Place, job: DetectJob, around: Around): Promise<FileSummary> {
  const { terminal, signal } = around;
  const judging = new Judging(job.level);
  const chart = place.plot === undefined ? undefined : await newChart(place.shown, job.level);
  const rows = readRows(place.input, {
    shown: place.shown,
    warn: (text) => terminal.aside(terminal.colours.yellow(text)),
  });
  const judged = judgedOf(rows, judging, chart, around);
  if (place.out !== undefined) await writeWhole(place.out, csvOf(judged), signal);
  else if (job.print) for await (const text of csvOf(judged)) terminal.out(text.trimEnd());
  else for await (const _ of judged);
  const { summary } = judging;
  if (place.plot !== undefined && chart) await writeWhole(place.plot, chart.draw(summary), signal);
  return { file: place.shown, ...summary };
}

/** The library that draws takes longer to load than most files to judge. */
async function newChart(title: string, level: Level): Promise<DetectionChart> {
  const { DetectionChart } = await import('./plot/detectionChart.ts');
  return new DetectionChart(title, level);
}

const ROWS_A_STEP = 1_000;

async function* judgedOf(
  rows: AsyncIterable<Row>,
  judging: Judging,
  chart: DetectionChart | undefined,
  { progress, signal }: Around,
): AsyncGenerator<JudgedRow> {
  let unsaid = 0;
  for await (const row of rows) {
    const judged = judging.judge(row);
    chart?.add(judged);
    yield judged;
    unsaid += 1;
    if (unsaid < ROWS_A_STEP) continue;
    signal.throwIfAborted();
    progress.rows(unsaid);
    unsaid = 0;
  }
  progress.rows(unsaid);
}
