import { stringify } from 'csv-stringify/sync';
import {
  type Abstention,
  type Forecast,
  type ForecastInput,
  forecast,
  type Models,
} from '#domain/forecast/forecast.ts';
import { metricDefinition } from '#domain/metric/catalogue.ts';
import { CliError } from '../errors.ts';
import type { Around } from './eachFile.ts';
import { type ForecastRow, type ForecastSummary, rowsOf, summaryOf } from './forecastSummary.ts';
import { type History, readHistory } from './history.ts';
import { horizonOf, type Periods } from './periods.ts';
import type { Place } from './places.ts';
import type { ForecastChart } from './plot/forecastChart.ts';
import type { Row } from './rows.ts';
import { type TimeStyle, writeTime } from './time.ts';
import { writeWhole } from './written.ts';

const COLUMNS = ['timestamp', 'p10', 'p50', 'p90'];
/** Whoever asks for more has mistaken the step; it would say nothing and fill the memory. */
const MOST_AHEAD = 20_000;
/** The same file gives the same forecast. */
const SEED = 1;

export interface ForecastJob {
  periods: Periods;
  method: ForecastInput['method'];
  threshold: number | undefined;
  models: Models;
  /** whether rows without a place of their own go to standard output */
  print: boolean;
}

/** Reads one file, forecasts it, writes what it is asked for: of a series without a forecast the header only. */
export async function forecastFile(place: Place, job: ForecastJob, around: Around): Promise<ForecastSummary> {
  const chart = place.plot === undefined ? undefined : await newChart();
  const each = (row: Row): void => chart?.add(row);
  const history = await readHistory(place, around, each);
  around.progress.doing(`forecasting ${place.shown}`);
  const made = await make(history, job, place.shown);
  const rows = rowsOf(made);
  const text = csvOf(rows, history.style);
  if (place.out !== undefined) await writeWhole(place.out, text, around.signal);
  else if (job.print) around.terminal.out(text.trimEnd());
  const summary = summaryOf(made, history, { file: place.shown, threshold: job.threshold });
  if (place.plot !== undefined && chart)
    await writeWhole(place.plot, chart.draw(summary, history, rows), around.signal);
  return summary;
}

function make(
  history: History,
  { periods, method, models }: ForecastJob,
  shown: string,
): Promise<Forecast | Abstention> {
  const { points, step } = history;
  if (step === undefined)
    return Promise.resolve({ outcome: 'abstained', reason: 'It holds no two points of which one is later.' });
  const horizon = horizonOf(periods, step);
  if (horizon / step > MOST_AHEAD)
    throw new CliError(
      `${shown}: that is ${Math.round(horizon / step).toLocaleString('en-US')} steps of ${step} s ahead.`,
      `Ask for ${MOST_AHEAD.toLocaleString('en-US')} at most.`,
    );
  const definition = metricDefinition('value');
  return forecast({ points, step, definition, horizon: Math.max(step, horizon), method, seed: SEED }, models);
}

/** Times are written as the file has them. */
const csvOf = (rows: readonly ForecastRow[], style: TimeStyle): string =>
  stringify([COLUMNS, ...rows.map(({ at, p10, p50, p90 }) => [writeTime(at, style), p10, p50, p90])]);

/** The library that draws takes long to load. */
async function newChart(): Promise<ForecastChart> {
  const { ForecastChart } = await import('./plot/forecastChart.ts');
  return new ForecastChart();
}
