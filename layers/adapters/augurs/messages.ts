import type { ProphetRequest } from '#domain/forecast/models.ts';

/** What the worker is asked. */
export type Asked =
  | { model: 'ets'; values: readonly number[]; ahead: number }
  | { model: 'mstl'; values: readonly number[]; period: number; ahead: number }
  /** changes: the share of the history in which growth may change */
  | { model: 'prophet'; request: ProphetRequest; changes: number };

/** `trapped`: the WebAssembly threw, and may answer nonsense from now on. */
export type Answered = { path: readonly number[] } | { trapped: string };
