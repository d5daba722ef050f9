import type { Condition } from './condition.ts';
import type { Comparator } from './conditionTree.ts';

type Compared = Extract<Condition, { kind: 'compare' }>;
type Literal = { of: Exclude<Condition, { kind: 'and' | 'or' | 'not' }>; holds: boolean };

/** A condition with more alternatives than this is not looked through: it is long, not wrong. */
const MOST_ALTERNATIVES = 64;

/** Why a condition can never hold, because its parts exclude each other; undefined where it can. */
export function contradiction(condition: Condition): string | undefined {
  const alternatives = alternativesOf(condition, true);
  if (alternatives === undefined) return undefined;
  const reasons = alternatives.map(clashOf);
  return reasons.every((reason) => reason !== undefined) ? `this can never be true: ${reasons[0]}` : undefined;
}

/** The condition as alternatives of which each is a list of what must hold; undefined when there are too many. */
function alternativesOf(condition: Condition, holds: boolean): Literal[][] | undefined {
  if (condition.kind === 'not') return alternativesOf(condition.of, !holds);
  if (!('left' in condition)) return [[{ of: condition, holds }]];
  const left = alternativesOf(condition.left, holds);
  const right = alternativesOf(condition.right, holds);
  if (!left || !right) return undefined;
  if ((condition.kind === 'or') === holds) {
    return left.length + right.length > MOST_ALTERNATIVES ? undefined : [...left, ...right];
  }
  if (left.length * right.length > MOST_ALTERNATIVES) return undefined;
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

function clashOf(literals: readonly Literal[]): string | undefined {
  for (const [index, a] of literals.entries()) {
    for (const b of literals.slice(index + 1)) {
      if (exclude(a, b)) return `${written(a)} and ${written(b)} exclude each other`;
    }
  }
  return undefined;
}

function exclude(a: Literal, b: Literal): boolean {
  if ((a.of.kind === 'anomaly' || a.of.kind === 'forecast') && b.of.kind === a.of.kind) {
    return a.holds !== b.holds && JSON.stringify(a.of) === JSON.stringify(b.of);
  }
  if (a.of.kind !== 'compare' || b.of.kind !== 'compare') return false;
  if (a.of.service !== b.of.service || a.of.metric !== b.of.metric) return false;
  return disjoint(
    { ...a.of, op: a.holds ? a.of.op : inverse[a.of.op] },
    { ...b.of, op: b.holds ? b.of.op : inverse[b.of.op] },
  );
}

export const inverse: Record<Comparator, Comparator> = {
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
  '==': '!=',
  '!=': '==',
};

/** No number satisfies both. On a line it is enough to try the two bounds and what lies beside and between them. */
function disjoint(a: Compared, b: Compared): boolean {
  const tried = [
    a.value,
    b.value,
    (a.value + b.value) / 2,
    Math.min(a.value, b.value) - 1,
    Math.max(a.value, b.value) + 1,
  ];
  return !tried.some((value) => compare(value, a.op, a.value) && compare(value, b.op, b.value));
}

export function compare(a: number, op: Comparator, b: number): boolean {
  switch (op) {
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
  }
}

function written({ of, holds }: Literal): string {
  const not = holds ? '' : 'not ';
  if (of.kind === 'compare') return `${not}${of.metric} ${of.op} ${of.value}`;
  if (of.kind === 'forecast') return `${not}forecast(${of.metric}) ${of.op} ${of.value}`;
  return `${not}anomaly(${of.kind === 'anomaly' ? (of.metric ?? '') : ''})`;
}
