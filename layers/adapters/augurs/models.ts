import type { Models } from '#domain/forecast/models.ts';
import { workerUrl } from './files.ts';
import type { Answered, Asked } from './messages.ts';
import { Workshop } from './workshop.ts';

/** Start of a worker included (140–330 ms). Prophet takes up to a second for a month of quarters of an hour. */
const LIMIT_MS = { ets: 3_000, mstl: 3_000, prophet: 10_000 } as const;
/** A Prophet fit leaks up to 0.8 MB: after so many answers 160 MB at most. */
const MOST_ANSWERS = 200;
/** Relative width under which a series is constant: Prophet's optimiser traps on it. */
const CONSTANT = 1e-9;
/**
 * Share of the history in which growth may change. By default the last fifth has no such place, where leaks are. On some
 * series Stan throws while it optimises, by whichever of its algorithms, and an exception ends WebAssembly: 4 of 540 fits
 * of calm days with and without a climb. Each went well with the places a little elsewhere.
 */
const CHANGES = [0.95, 0.9, 0.8] as const;

export interface AugursOptions {
  /** of the worker, where it is not found by itself */
  worker?: URL | undefined;
}

/** Models of `augurs` in WebAssembly, in one worker that is started with the first question. `close` ends it. */
export function augursModels({ worker = workerUrl(import.meta.url) }: AugursOptions = {}): Models & {
  close(): Promise<void>;
} {
  const workshop = new Workshop<Asked, Answered>({
    url: worker,
    most: MOST_ANSWERS,
    spoilt: (answer) => typeof answer === 'object' && answer !== null && 'trapped' in answer,
  });
  /** @param tries the same question in other words, for where the model traps */
  const pathOf = async (
    tries: readonly Asked[],
    values: readonly number[],
    ahead: number,
  ): Promise<readonly number[] | undefined> => {
    const known = values.filter(Number.isFinite);
    const last = known.at(-1);
    if (last === undefined || known.length < 3) return undefined;
    if (isConstant(known)) return new Array<number>(ahead).fill(last);
    let answer: Answered | undefined;
    for (const asked of tries) {
      answer = await workshop.ask(asked, LIMIT_MS[asked.model]);
      if (answer === undefined || 'path' in answer) break;
    }
    if (answer === undefined || !('path' in answer)) return undefined;
    return answer.path.length === ahead && answer.path.every(Number.isFinite) ? answer.path : undefined;
  };
  return {
    ets: (values, ahead) => pathOf([{ model: 'ets', values, ahead }], values, ahead),
    mstl: (values, period, ahead) => pathOf([{ model: 'mstl', values, period, ahead }], values, ahead),
    prophet(request) {
      const tries = CHANGES.map((changes) => ({ model: 'prophet' as const, request, changes }));
      return pathOf(tries, request.values, request.ahead);
    },
    close: () => workshop.close(),
  };
}

function isConstant(values: readonly number[]): boolean {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return most - least <= CONSTANT * Math.max(Math.abs(least), Math.abs(most));
}
