import { join } from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';
import { between } from '#domain/forecast/conformal.ts';
import type { ForecastInput } from '#domain/forecast/forecast.ts';
import { type Grid, gridOf } from '#domain/forecast/grid.ts';
import { peersPython } from '../peers/peers.ts';
import { NOTHING } from './ours.ts';
import type { Answer } from './score.ts';

const Path = z.array(z.number());
const Answers = z.record(
  z.string(),
  z.array(z.object({ low: Path, middle: Path, high: Path, ms: z.number() }).nullable()),
);

export type PeerName = 'prophet' | 'AutoETS' | 'MSTL';

export interface PeerAnswers {
  answers: Answer[];
  /** milliseconds an answer, on average */
  ms: number;
}

/** Python's answers about the very same histories, on the same quarters of an hour that our models see. */
export async function peers(
  inputs: readonly ForecastInput[],
  methods: readonly PeerName[],
): Promise<Map<string, PeerAnswers>> {
  const grids = inputs.map(({ points, step, horizon }) => gridOf(points, step, horizon));
  const series = grids.map(({ cells, last, step }, index) => ({
    start: last - (cells.length - 1) * step,
    step,
    values: cells.map((value) => (Number.isNaN(value) ? null : value)),
    ahead: Math.ceil((inputs[index]?.horizon ?? 0) / step),
  }));
  const { stdout } = await execa(await peersPython(), [join(import.meta.dirname, '..', 'peers', 'forecast.py')], {
    input: JSON.stringify({ methods, series }),
    env: { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    maxBuffer: 1024 * 1024 * 1024,
    stderr: 'ignore',
  });
  const told = Object.entries(Answers.parse(JSON.parse(stdout)));
  return new Map(
    told.map(([name, paths]) => {
      const times = paths.flatMap((path) => (path === null ? [] : [path.ms]));
      const answers = paths.map((path, index) => {
        const [grid, input] = [grids[index], inputs[index]];
        return path === null || grid === undefined || input === undefined ? NOTHING : fineAnswer(path, grid, input);
      });
      return [name, { answers, ms: times.reduce((sum, ms) => sum + ms, 0) / Math.max(1, times.length) }];
    }),
  );
}

/** Of cells, at the series' own steps. */
function fineAnswer(
  path: { low: number[]; middle: number[]; high: number[] },
  { last, perCell }: Grid,
  { step, horizon }: ForecastInput,
): Answer {
  const steps = Array.from({ length: Math.round(horizon / step) }, (_, index) => index);
  const fine = (values: number[]) => steps.map((index) => between(values, index, perCell));
  return {
    at: steps.map((index) => last + (index + 1) * step),
    low: fine(path.low),
    middle: fine(path.middle),
    high: fine(path.high),
  };
}
