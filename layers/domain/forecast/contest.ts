import { at } from '../statistics/order.ts';
import { attempt, type Task } from './attempt.ts';
import { type HeldBack, heldBack } from './conformal.ts';
import type { Gated } from './gated.ts';
import type { Grid } from './grid.ts';
import type { Method, Models } from './models.ts';
import { type Attempt, originsOf, present } from './rolling.ts';

/** Origins of our own methods, which take some tenths of a millisecond each. */
const ORIGINS = 24;
/** Of WebAssembly, ten milliseconds each. */
const DEAR_ORIGINS = 12;
/** Of Prophet, a hundred milliseconds each. */
const PROPHET_ORIGINS = 8;

const budgetOf = (method: Method): number => {
  if (method === 'prophet') return PROPHET_ORIGINS;
  return method === 'ets' || method === 'mstl' || method === 'combination' ? DEAR_ORIGINS : ORIGINS;
};

/** Who is in every contest: all cost the same few milliseconds. The first one wins a draw. */
const CHEAP: readonly Method[] = ['gated', 'robust_seasonal', 'seasonal_naive'];
/** Another method must err this much less than the first to be taken instead: a smaller lead is chance. */
const LEAD = 0.95;
/** Prophet joins for growth that has lasted for a day, a history of three weeks, and where growth saturates. */
const LONG_GROWTH = 86_400;
const LONG_HISTORY = 21 * 86_400;

export interface Contestant {
  method: Method;
  attempt: Attempt;
  held: HeldBack[];
  /** mean absolute error of the held-back values, in units of the series' own seasonal-naive error */
  error: number;
}

export interface Question {
  grid: Grid;
  ahead: number;
  ceiling: number | undefined;
  seed: number;
}

/** Forecasts by every method that has a place in the contest, best first; by the one that is asked for alone. */
export async function contest(question: Question, asked: Method | 'auto', models: Models): Promise<Contestant[]> {
  const { grid } = question;
  const scale = scaleOf(grid);
  const taskFor = tasksOf(question);
  const enter = async (method: Method): Promise<Contestant | undefined> => {
    const task = taskFor(budgetOf(method));
    const tried = await attempt(method, task, models);
    if (tried === undefined) return undefined;
    const held = task.origins.map((origin, index) => heldBack(grid, origin, tried.past[index] ?? []));
    return { method, attempt: tried, held, error: errorOf(held, scale) };
  };
  if (asked !== 'auto') return [await enter(asked)].filter((one) => one !== undefined);
  const entered: Contestant[] = [];
  for (const method of CHEAP) {
    const one = await enter(method);
    if (one !== undefined) entered.push(one);
  }
  if (prophetJoins(entered, question)) {
    const one = await enter('prophet');
    if (one !== undefined) entered.push(one);
  }
  return ranked(entered);
}

/** The same origins, and their seasons, serve every method that may cost as many. */
function tasksOf({ grid, ahead, ceiling, seed }: Question): (count: number) => Task {
  const made = new Map<number, Task>();
  const cells = grid.cells.length;
  const least = Math.max(12, Math.min(grid.day, cells >> 1));
  return (count) => {
    const found = made.get(count) ?? {
      grid,
      origins: originsOf(grid, { count, ahead, least }),
      now: present(grid, ahead),
      ceiling,
      seed,
    };
    made.set(count, found);
    return found;
  };
}

function prophetJoins(entered: readonly Contestant[], { grid, ceiling }: Question): boolean {
  const first = entered[0]?.attempt;
  const line = first !== undefined && isGated(first) ? first.line : undefined;
  if (line !== undefined && line.cells * grid.step > LONG_GROWTH) return true;
  if (line !== undefined && line.growth.shape === 'saturating' && ceiling !== undefined) return true;
  return grid.cells.length * grid.step >= LONG_HISTORY;
}

export const isGated = (attempt: Attempt): attempt is Gated => 'line' in attempt;

function ranked(entered: readonly Contestant[]): Contestant[] {
  const first = entered[0];
  if (first === undefined) return [];
  // growth that is going on was not there at the origins: what they say is about another regime
  const growing = isGated(first.attempt) && first.attempt.line !== undefined;
  const bar = (one: Contestant): number => (one === first ? (growing ? 0 : LEAD * one.error) : one.error);
  return [...entered].sort((a, b) => bar(a) - bar(b));
}

/** In-sample error of the seasonal naive forecast (Hyndman and Koehler 2006); of the naive one before two days. */
export function scaleOf({ cells, day }: Grid): number {
  const lag = cells.length > day ? day : 1;
  let sum = 0;
  let count = 0;
  for (let cell = lag; cell < cells.length; cell++) {
    const error = Math.abs(at(cells, cell) - at(cells, cell - lag));
    if (Number.isNaN(error)) continue;
    sum += error;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

function errorOf(held: readonly HeldBack[], scale: number): number {
  let sum = 0;
  let count = 0;
  for (const { errors } of held)
    for (const error of errors) {
      if (Number.isNaN(error)) continue;
      sum += Math.abs(error);
      count++;
    }
  if (sum === 0) return 0;
  return sum / count / (scale > 0 ? scale : 1);
}
