import { type Forecast, forecast, type Method, type Models } from '#domain/forecast/forecast.ts';
import type { Case } from './cases.ts';
import type { Answer } from './score.ts';

export const NOTHING: Answer = { at: [], low: [], middle: [], high: [] };

/** What is asked of us: the contest, and each method by itself. */
export const OWN: readonly (Method | 'auto')[] = ['auto', 'gated', 'blend', 'robust_seasonal', 'seasonal_naive'];
export const WASM: readonly (Method | 'auto')[] = ['combination', 'mstl', 'ets', 'prophet'];

export async function ours({ input }: Case, method: Method | 'auto', models: Models): Promise<Answer> {
  const answer = await forecast({ ...input, method }, models);
  return answer.outcome === 'forecast' ? answerOf(answer) : NOTHING;
}

const answerOf = ({ points }: Forecast): Answer => ({
  at: points.map(({ at }) => at),
  low: points.map(({ quantiles }) => quantiles[0] ?? Number.NaN),
  middle: points.map(({ quantiles }) => quantiles[3] ?? Number.NaN),
  high: points.map(({ quantiles }) => quantiles[6] ?? Number.NaN),
});
