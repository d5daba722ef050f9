import type { Condition } from '../condition.ts';
import type { TimeWindow } from '../timeWindow.ts';
import type { Leaf } from './leaves.ts';
import { includes, isEmpty, meet, notAbove, notBelow, type Range } from './range.ts';
import { domainOf, type Literal, literalOf, neverAbove, type Sign, signImplies, type Term } from './terms.ts';

/** One way in which a condition may hold: all of these at once. */
export type Case = readonly Literal[];

/** A condition with more ways than this is not looked through: it is long, not wrong. */
const MOST_CASES = 256;
const WEEK = 7 * 1_440;

/** The ways in which a condition holds (or does not) for a judged service; undefined where they are too many. */
export function casesOf(condition: Condition, judged: string, holds = true): Case[] | undefined {
  const leaves = split(condition, holds);
  return leaves?.map((parts) => parts.map((part) => literalOf(part.leaf, part.holds, judged)));
}

function split(condition: Condition, holds: boolean): { leaf: Leaf; holds: boolean }[][] | undefined {
  if (condition.kind === 'not') return split(condition.of, !holds);
  if (!('left' in condition)) return [[{ leaf: condition, holds }]];
  const left = split(condition.left, holds);
  const right = split(condition.right, holds);
  if (!left || !right) return undefined;
  const either = (condition.kind === 'or') === holds;
  if ((either ? left.length + right.length : left.length * right.length) > MOST_CASES) return undefined;
  return either ? [...left, ...right] : left.flatMap((a) => right.map((b) => [...a, ...b]));
}

/** A number with all that a case lets it be. */
export interface Narrowed {
  term: Term;
  range: Range;
  said: readonly Literal[];
}

const keys = new WeakMap<Term, string>();

/** The same of the same term. */
function key(term: Term): string {
  const known = keys.get(term) ?? JSON.stringify(term);
  keys.set(term, known);
  return known;
}

/** What a case lets its numbers be, with what the one says of the other: p50 is never above p99. */
export function numbersIn(one: Case, also: readonly Term[] = []): Narrowed[] {
  const numbers = new Map<string, Narrowed>();
  for (const literal of one) {
    if (literal.kind !== 'number') continue;
    const known = numbers.get(key(literal.term));
    const range = known ? meet(known.range, literal.range) : literal.range;
    numbers.set(key(literal.term), { term: literal.term, range, said: [...(known?.said ?? []), literal] });
  }
  for (const term of also) {
    if (!numbers.has(key(term))) numbers.set(key(term), { term, range: domainOf(term), said: [] });
  }
  const list = [...numbers.values()];
  for (let changed = list.length > 1; changed; ) {
    changed = false;
    for (const low of list) {
      for (const high of list) {
        if (low === high || isEmpty(low.range) || isEmpty(high.range) || !neverAbove(low.term, high.term)) continue;
        changed = narrow(low, notAbove(high.range), high) || changed;
        changed = narrow(high, notBelow(low.range), low) || changed;
      }
    }
  }
  return list;
}

function narrow(number: Narrowed, by: Range, because: Narrowed): boolean {
  const range = meet(number.range, by);
  if (includes(range, number.range)) return false;
  number.range = range;
  number.said = [...new Set([...number.said, ...because.said])];
  return true;
}

/** Why a case can never be: the parts of it that exclude each other; undefined where it can. */
export function clashIn(one: Case): readonly Literal[] | undefined {
  const narrowed = numbersIn(one).find(({ range }) => isEmpty(range));
  if (narrowed) return narrowed.said;
  const signs = one.filter((literal) => literal.kind === 'sign');
  for (const there of signs) {
    if (!there.holds) continue;
    if (there.sign.kind === 'anomaly' && isEmpty(there.sign.range)) return [there];
    const denied = signs.find((other) => !other.holds && signImplies(there.sign, other.sign));
    if (denied) return [there, denied];
  }
  const times = one.filter((literal) => literal.kind === 'time');
  return never(times) ? times : undefined;
}

/** The longest stretch of a week, minutes, in which a case's times all hold; infinite where it never ends, and where more
 *  than one time zone is named, for then it cannot be told. */
export function longestStretch(one: Case): number {
  const times = one.filter((literal) => literal.kind === 'time');
  return times.length === 0 ? Number.POSITIVE_INFINITY : longestTime(times);
}

type Time = Extract<Literal, { kind: 'time' }>;

/** Each minute of the week: 1 where all of these hold; undefined where they name more than one zone. */
function together(times: readonly Time[]): Uint8Array | undefined {
  const [first, ...others] = times;
  if (first === undefined || others.some(({ window }) => window.zone !== first.window.zone)) return undefined;
  const minutes = new Uint8Array(WEEK).fill(1);
  for (const { window, holds } of times) {
    const inside = minutesOf(window);
    for (let at = 0; at < WEEK; at++) if ((inside[at] === 1) !== holds) minutes[at] = 0;
  }
  return minutes;
}

const never = (times: readonly Time[]): boolean => together(times)?.includes(1) === false;

function longestTime(times: readonly Time[]): number {
  const minutes = together(times);
  if (!minutes?.includes(0)) return Number.POSITIVE_INFINITY;
  let longest = 0;
  let run = 0;
  for (let at = 0; at < 2 * WEEK; at++) {
    run = minutes[at % WEEK] === 1 ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

const weeks = new WeakMap<TimeWindow, Uint8Array>();

/** Each minute of a week: 1 where it lies in the window. */
function minutesOf(window: TimeWindow): Uint8Array {
  const known = weeks.get(window);
  if (known) return known;
  const minutes = new Uint8Array(WEEK);
  for (const [from, to] of window.spans) for (let at = from; at < to; at++) minutes[at % WEEK] = 1;
  weeks.set(window, minutes);
  return minutes;
}

/** Whether wherever the first case holds, the second does. A no may also mean: it cannot be told. */
export function caseImplies(a: Case, b: Case): boolean {
  const terms = b.flatMap((literal) => (literal.kind === 'number' ? [literal.term] : []));
  const numbers = new Map(numbersIn(a, terms).map((number) => [key(number.term), number.range]));
  const signs = a.filter((literal) => literal.kind === 'sign');
  return b.every((wanted) => {
    if (wanted.kind === 'number') return includes(wanted.range, numbers.get(key(wanted.term)) ?? []);
    if (wanted.kind === 'time') return timeImplied(a, wanted);
    return signs.some(({ sign, holds }) => holds === wanted.holds && follows(sign, wanted.sign, holds));
  });
}

/** What is not anywhere is not in a part of it. */
const follows = (known: Sign, wanted: Sign, holds: boolean): boolean =>
  holds ? signImplies(known, wanted) : signImplies(wanted, known);

function timeImplied(a: Case, wanted: Time): boolean {
  const times = a.filter((literal) => literal.kind === 'time');
  if (times.some(({ text }) => text === wanted.text)) return true;
  return times.length > 0 && never([...times, { ...wanted, holds: !wanted.holds }]);
}

/** Whether wherever the one condition holds for a service, the other does; false also where it cannot be told. */
export function conditionImplies(a: Condition, b: Condition, judged: string): boolean {
  const narrow = possible(a, judged);
  const wide = possible(b, judged);
  if (!narrow || !wide || narrow.length === 0) return false;
  return narrow.every((one) => wide.some((wanted) => caseImplies(one, wanted)));
}

/** A way in which both hold at once for a service; undefined where there is none, or it cannot be told. */
export function overlapOf(a: Condition, b: Condition, judged: string): Case | undefined {
  const some = possible(a, judged);
  const others = possible(b, judged);
  if (!some || !others) return undefined;
  for (const one of some) {
    for (const other of others) {
      const both = [...one, ...other];
      if (!clashIn(both)) return both;
    }
  }
  return undefined;
}

const ways = new WeakMap<Condition, Map<string, Case[] | undefined>>();

/** The ways, of its holding or its not holding, that are no contradiction in themselves. Each is found once: a condition
 *  is set beside many others. */
export function possible(condition: Condition, judged: string, holds = true): Case[] | undefined {
  const known = ways.get(condition) ?? new Map<string, Case[] | undefined>();
  ways.set(condition, known);
  const name = `${holds ? '' : 'not '}${judged}`;
  if (!known.has(name)) {
    known.set(
      name,
      casesOf(condition, judged, holds)?.filter((one) => !clashIn(one)),
    );
  }
  return known.get(name);
}
