import type { Comparator } from '../conditionTree.ts';

/** Numbers from one to another; whether the ends belong to it. */
export interface Interval {
  from: number;
  to: number;
  /** the end itself does not belong to it */
  fromOpen: boolean;
  toOpen: boolean;
}

/** Intervals apart from each other, in order: what a number may be. Nothing when it is empty. */
export type Range = readonly Interval[];

const INFINITE = Number.POSITIVE_INFINITY;

/** All numbers from the first to the second, both included; infinity is no number. */
export const between = (from: number, to: number): Range =>
  from > to ? [] : [{ from, to, fromOpen: from === -INFINITE, toOpen: to === INFINITE }];

/** The numbers for which `number op value` holds. */
export function rangeOf(op: Comparator, value: number): Range {
  const below: Interval = { from: -INFINITE, to: value, fromOpen: true, toOpen: true };
  const above: Interval = { from: value, to: INFINITE, fromOpen: true, toOpen: true };
  switch (op) {
    case '>':
      return [above];
    case '>=':
      return [{ ...above, fromOpen: false }];
    case '<':
      return [below];
    case '<=':
      return [{ ...below, toOpen: false }];
    case '==':
      return between(value, value);
    case '!=':
      return [below, above];
  }
}

/** The numbers in both. */
export const meet = (a: Range, b: Range): Range => a.flatMap((one) => b.flatMap((other) => common(one, other)));

function common(a: Interval, b: Interval): Interval[] {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  const opens = ({ from: at, fromOpen }: Interval) => at === from && fromOpen;
  const closes = ({ to: at, toOpen }: Interval) => at === to && toOpen;
  const interval = { from, to, fromOpen: opens(a) || opens(b), toOpen: closes(a) || closes(b) };
  const empty = from > to || (from === to && (interval.fromOpen || interval.toOpen));
  return empty ? [] : [interval];
}

export const isEmpty = (range: Range): boolean => range.length === 0;

/** Whether every number of the second is one of the first. */
export const includes = (outer: Range, inner: Range): boolean =>
  inner.every((one) => outer.some((other) => covers(other, one)));

function covers(outer: Interval, inner: Interval): boolean {
  const from = outer.from < inner.from || (outer.from === inner.from && (!outer.fromOpen || inner.fromOpen));
  const to = outer.to > inner.to || (outer.to === inner.to && (!outer.toOpen || inner.toOpen));
  return from && to;
}

/** Each number of the range times a positive factor. */
export const scaled = (range: Range, factor: number): Range =>
  range.map(({ from, to, ...ends }) => ({ from: from * factor, to: to * factor, ...ends }));

/** What is not less than the least of a range, and what is not more than its most. */
export function notBelow(range: Range): Range {
  const [first] = range;
  return first ? [{ ...first, to: INFINITE, toOpen: true }] : [];
}
export function notAbove(range: Range): Range {
  const last = range.at(-1);
  return last ? [{ ...last, from: -INFINITE, fromOpen: true }] : [];
}

/** A number of the range that people would choose as an example. */
export function exampleOf(range: Range): number | undefined {
  const [interval] = range;
  if (!interval) return undefined;
  const { from, to } = interval;
  if (Number.isFinite(from) && Number.isFinite(to)) return tidy((from + to) / 2);
  if (Number.isFinite(from)) return tidy(from + Math.max(1, Math.abs(from) * 0.1));
  return Number.isFinite(to) ? tidy(to - Math.max(1, Math.abs(to) * 0.1)) : 0;
}

const tidy = (value: number): number => Number(value.toPrecision(3));
