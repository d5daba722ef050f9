/** How a series is forecast. The names are answered by the API (`method`) and accepted by it. */
export const METHODS = [
  'seasonal_naive',
  'robust_seasonal',
  'robust_line',
  'ets',
  'mstl',
  'combination',
  'blend',
  'gated',
  'prophet',
] as const;
export type Method = (typeof METHODS)[number];

export const isMethod = (name: string): name is Method => METHODS.some((method) => method === name);

/** What Prophet is told of a series: one value every `step` seconds from `start` (epoch seconds) on, NaN where none. */
export interface ProphetRequest {
  start: number;
  step: number;
  values: readonly number[];
  /** values wanted after the last one */
  ahead: number;
  /** seasons that the history is long enough for, seconds */
  seasons: readonly number[];
  /** saturating growth: between a floor and this ceiling */
  ceiling?: number | undefined;
  seed: number;
}

/**
 * The models that are not ours (WebAssembly). Each answers its central path, `ahead` values, one every step of the
 * series that it was given; or undefined where it can say nothing: a model that fails is no failure of the forecast.
 */
export interface Models {
  /** Exponential smoothing, additive error, trend chosen by AIC, no season. No gaps. */
  ets(values: readonly number[], ahead: number): Promise<readonly number[] | undefined>;
  /** Season of `period` values by MSTL, the rest by ETS. Two periods at least, no gaps. */
  mstl(values: readonly number[], period: number, ahead: number): Promise<readonly number[] | undefined>;
  prophet(request: ProphetRequest): Promise<readonly number[] | undefined>;
}

/** Where no WebAssembly is at hand: the methods of our own do without. */
export const ownModels: Models = {
  ets: async () => undefined,
  mstl: async () => undefined,
  prophet: async () => undefined,
};
