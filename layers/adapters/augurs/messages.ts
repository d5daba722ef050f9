import type { ProphetRequest } from '#domain/forecast/models.ts';

/** What the worker is asked. */
export type Asked =
  | { model: 'ets'; values: readonly number[]; ahead: number }
  | { model: 'mstl'; values: readonly number[]; period: number; ahead: number }
  | { model: 'prophet'; request: ProphetRequest };

/** `trapped`: the WebAssembly threw, and may answer nonsense from now on. */
export type Answered = { path: readonly number[] } | { trapped: string };
