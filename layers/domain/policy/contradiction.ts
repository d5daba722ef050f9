import type { Condition } from './condition.ts';
import { conditionText } from './conditionText.ts';
import type { Comparator } from './conditionTree.ts';
import { apart } from './timeWindow.ts';

/** A part of a condition and whether it must hold or must not. */
interface Literal {
  of: Exclude<Condition, { kind: 'and' | 'or' | 'not' }>;
  holds: boolean;
}

/** A condition with more alternatives than this is not looked through: it is long, not wrong. */
const MOST_ALTERNATIVES = 64;

/** Why a condition can never hold, because its parts exclude each other; undefined where it can. */
export function contradiction(condition: Condition): string | undefined {
  const alternatives = alternativesOf(condition);
  if (alternatives === undefined) return undefined;
  const reasons = alternatives.map(clashOf);
  return reasons.every((reason) => reason !== undefined) ? `this can never be true: ${reasons[0]}` : undefined;
}

/** The condition as alternatives of which each is a list of what must hold; undefined when there are too many. */
function alternativesOf(condition: Condition, holds = true): Literal[][] | undefined {
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

/** Whether two parts never hold at the same time. */
function exclude(a: Literal, b: Literal): boolean {
  if (a.holds !== b.holds && conditionText(a.of) === conditionText(b.of)) return true;
  if (a.of.kind === 'time' && b.of.kind === 'time') return a.holds && b.holds && apart(a.of.window, b.of.window);
  if (a.of.kind === 'deploying' && b.of.kind === 'deploying') return deployedBoth(a, b) || deployedBoth(b, a);
  const [first, second] = [boundOf(a), boundOf(b)];
  return first !== undefined && second !== undefined && first.of === second.of && disjoint(first, second);
}

/** What is being deployed now has been within any time. */
function deployedBoth({ of: is, holds }: Literal, { of: not, holds: other }: Literal): boolean {
  if (is.kind !== 'deploying' || not.kind !== 'deploying' || !holds || other) return false;
  return is.service === not.service && is.within <= not.within;
}

interface Bound {
  of: string;
  op: Comparator;
  value: number;
}

/** A part that compares one number, and what number that is; undefined where it is not a number that has one value. */
function boundOf({ of, holds }: Literal): Bound | undefined {
  const op = (written: Comparator) => (holds ? written : inverse[written]);
  switch (of.kind) {
    case 'compare':
    case 'window':
    case 'burn_rate':
    case 'count':
      return { of: conditionText({ ...of, op: '==', value: 0 }), op: op(of.op), value: of.value };
    default:
      return undefined;
  }
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
function disjoint(a: Bound, b: Bound): boolean {
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

const written = ({ of, holds }: Literal): string => conditionText(holds ? of : { kind: 'not', of });
