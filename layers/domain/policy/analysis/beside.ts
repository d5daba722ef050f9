import type { Policy, Rung } from '../policy.ts';
import { type Case, clashIn, conditionImplies, numbersIn, overlapOf, possible } from './cases.ts';
import { SHARED, scaling, taskCounts, tasksAfter } from './effects.ts';
import { exampleOf, includes, isEmpty, meet, type Range, scaled } from './range.ts';
import { ANY, conditionFor, conditionPointer, type Remark, rungPointer, type Subject } from './subject.ts';
import type { Literal, Term } from './terms.ts';

/** What is to be said of two policies beside each other; of the later one, where both are to blame. */
export function beside(earlier: Subject, later: Subject): Remark[] {
  const judged = commonTarget(earlier.policy, later.policy);
  if (judged === undefined || !conditionFor(earlier) || !conditionFor(later)) return [];
  const shadows = shadowed(later, earlier, judged) ?? shadowed(earlier, later, judged) ?? same(earlier, later, judged);
  if (shadows) return [shadows];
  const fights = conflict(earlier, later, judged);
  return fights ? [fights] : pingPong(earlier, later, judged);
}

/** A service that both are about; undefined where they surely or probably have none in common. */
function commonTarget(a: Policy, b: Policy): string | undefined {
  if (a.service !== null && b.service !== null) return a.service === b.service ? a.service : undefined;
  const service = a.service ?? b.service;
  const wide = a.service === null ? a : b;
  if (service !== null) return reaches(wide, service) ? service : undefined;
  return a.namespace === null || b.namespace === null || a.namespace === b.namespace ? ANY : undefined;
}

const reaches = ({ namespace, services }: Policy, service: string): boolean =>
  namespace === null || (services ?? [namespace]).includes(service);

/** Whether all that the first is about, the second is about too. */
function isWithin(a: Policy, b: Policy): boolean {
  if (b.service !== null) return a.service === b.service;
  if (a.service !== null) return reaches(b, a.service);
  return b.namespace === null || a.namespace === b.namespace;
}

const text = ({ type, parameters }: Rung): string => JSON.stringify([type, Object.entries(parameters).sort()]);
const actionsOf = ({ ladder, alerts }: Policy): Rung[] => [...alerts, ...ladder];

/** Whether what stands in the way of the one stands in the way of the other. */
const asFree = (a: Policy, b: Policy): boolean =>
  JSON.stringify(guardsOf(a)) === JSON.stringify(guardsOf(b)) && (a.autonomy === b.autonomy || a.autonomy === 'auto');
const guardsOf = ({ written }: Policy): unknown[] => {
  const guards: unknown = written.guards;
  return typeof guards === 'object' && guards !== null
    ? ['windows', 'approval'].map((name) => Reflect.get(guards, name) ?? null)
    : [null, null];
};

/** The one never does what the other does not do already. */
function shadowed(one: Subject, by: Subject, judged: string): Remark | undefined {
  const [a, b] = [one.policy, by.policy];
  const [when, otherwise] = [conditionFor(one), conditionFor(by)];
  const done = actionsOf(b).map(text);
  if (!when || !otherwise || !isWithin(a, b) || a.for_seconds < b.for_seconds || !asFree(b, a)) return undefined;
  if (a.notification !== b.notification || !actionsOf(a).every((rung) => done.includes(text(rung)))) return undefined;
  if (!conditionImplies(when, otherwise, judged)) return undefined;
  const message = `whenever this holds, ${by.where} holds too and does the same, so this adds nothing: remove one of the two, or let it do something else`;
  return { subject: one, rule: 'shadowed', fault: false, pointer: conditionPointer(one), message, offset: 0 };
}

/** Two repairs for one and the same: one remediation of a service runs at a time, so the second is always held. */
function same(earlier: Subject, later: Subject, judged: string): Remark | undefined {
  const [a, b] = [earlier.policy, later.policy];
  const [when, otherwise] = [conditionFor(later), conditionFor(earlier)];
  if (!when || !otherwise || a.ladder.length === 0 || b.ladder.length === 0) return undefined;
  if (!isWithin(b, a) || a.for_seconds > b.for_seconds || !asFree(a, b)) return undefined;
  if (!conditionImplies(when, otherwise, judged) || !conditionImplies(otherwise, when, judged)) return undefined;
  const message = `this holds exactly when ${earlier.where} does, which comes first and keeps the service to itself: make these actions further rungs of that one`;
  return { subject: later, rule: 'shadowed', fault: false, pointer: conditionPointer(later), message, offset: 0 };
}

/** Opposite things that may be done at once. */
function conflict(earlier: Subject, later: Subject, judged: string): Remark | undefined {
  const pair = later.policy.ladder
    .flatMap((rung) => earlier.policy.ladder.map((other) => ({ rung, other })))
    .find(({ rung, other }) => opposed(rung, other));
  const [when, otherwise] = [conditionFor(later), conditionFor(earlier)];
  const both = pair && when && otherwise && overlapOf(when, otherwise, judged);
  if (!pair || !both) return undefined;
  const message = `this ${saidOf(pair.rung)} while ${earlier.where} ${saidOf(pair.other)}, and both may hold at once (${exampleIn(both)}): make the two conditions exclude each other`;
  return { subject: later, rule: 'conflict', fault: false, pointer: rungPointer(later, pair.rung), message };
}

function opposed(a: Rung, b: Rung): boolean {
  if (a.type !== b.type) return false;
  const { to, mode = 'enable', ...rest } = a.parameters;
  const { to: otherTo, mode: otherMode = 'enable', ...otherRest } = b.parameters;
  if (a.type === 'scale') {
    if (to !== undefined && otherTo !== undefined) return to !== otherTo;
    const ways = [scaling(a), scaling(b)];
    return ways.includes('out') && ways.includes('in');
  }
  return a.type === 'circuit_breaker' && mode !== otherMode && JSON.stringify(rest) === JSON.stringify(otherRest);
}

function saidOf(rung: Rung): string {
  const { to, by = '+50%', mode } = rung.parameters;
  if (rung.type !== 'scale') return `says ${rung.type}: ${String(mode)}`;
  if (to !== undefined) return `scales to ${String(to)}`;
  return `scales ${scaling(rung)} (${typeof by === 'number' && by > 0 ? `+${by}` : String(by)})`;
}

function exampleIn(both: Case): string {
  const numbers = numbersIn(both).flatMap(({ term, range }) => {
    const value = exampleOf(range);
    return value === undefined ? [] : [`${nameOf(term)} = ${value}`];
  });
  const others = both.flatMap((literal) => (literal.kind === 'number' ? [] : [literal.text]));
  return [...new Set([...numbers, ...others])].join(', ') || 'at any time';
}

function nameOf(term: Term): string {
  switch (term.kind) {
    case 'latest':
      return term.service === ANY ? term.metric : `${term.service}.${term.metric}`;
    case 'window':
      return `${term.of}(${term.metric}, ${term.seconds}s)`;
    case 'chance':
      return `chance of ${term.metric} beyond ${term.bound}`;
    case 'burn_rate':
      return `burn_rate(${term.slo})`;
    case 'count':
      return 'count';
  }
}

/**
 * Scaling out makes room, so that the other scales in, so that there is no room again. What the tasks share stands in
 * inverse proportion to their number; a loop is certain where some value leads there and back.
 */
function pingPong(earlier: Subject, later: Subject, judged: string): Remark[] {
  for (const [one, two] of [
    [earlier, later],
    [later, earlier],
  ] as const) {
    for (const out of one.policy.ladder.filter((rung) => scaling(rung) === 'out')) {
      for (const back of two.policy.ladder.filter((rung) => scaling(rung) === 'in')) {
        const found = cycle(one, out, two, back, judged);
        if (!found) continue;
        const [subject, rung, other] = two === later ? [later, back, earlier] : [later, out, earlier];
        const { tasks, more, metric, value, landed } = found;
        const step =
          metric === 'running_tasks'
            ? `${counted(tasks)} become ${more}, and ${more} become ${tasks} again`
            : `${counted(tasks)} at ${metric} = ${value} become ${more} at ${landed}, and ${more} at ${landed} become ${tasks} again`;
        const message = `this and ${other.where} set each other off: ${step}. Put the two thresholds farther apart`;
        return [{ subject, rule: 'loop', fault: false, pointer: rungPointer(subject, rung), message }];
      }
    }
  }
  return [];
}

const counted = (tasks: number): string => `${tasks} task${tasks === 1 ? '' : 's'}`;

interface Cycle {
  tasks: number;
  more: number;
  metric: string;
  value: number;
  landed: number;
}

function cycle(one: Subject, out: Rung, two: Subject, back: Rung, judged: string): Cycle | undefined {
  const [when, otherwise] = [conditionFor(one), conditionFor(two)];
  const ways = when && possible(when, judged);
  const others = otherwise && possible(otherwise, judged);
  for (const a of ways ?? []) {
    for (const b of others ?? []) {
      const [there, again] = [movedIn(a, judged), movedIn(b, judged)];
      if (!there || !again || there.metric !== again.metric || clashIn([...there.rest, ...again.rest])) continue;
      for (const tasks of taskCounts(out, back)) {
        const more = tasksAfter(out, tasks);
        if (more <= tasks || tasksAfter(back, more) !== tasks) continue;
        const found = step(there, again, tasks, more);
        if (found) return found;
      }
    }
  }
  return undefined;
}

interface Moved {
  metric: string;
  range: Range;
  /** what a scaling does not touch */
  rest: Literal[];
}

function step({ metric, range }: Moved, again: Moved, tasks: number, more: number): Cycle | undefined {
  if (metric === 'running_tasks') {
    const at = (count: number): Range => [{ from: count, to: count, fromOpen: false, toOpen: false }];
    if (!includes(range, at(tasks)) || !includes(again.range, at(more))) return undefined;
    return { tasks, more, metric, value: tasks, landed: more };
  }
  const after = meet(scaled(range, tasks / more), again.range);
  const landed = exampleOf(after);
  if (isEmpty(after) || landed === undefined) return undefined;
  return { tasks, more, metric, value: Number(((landed * more) / tasks).toPrecision(3)), landed };
}

/** The one number of a case that a scaling moves; undefined where there is none, or more that cannot be foretold. */
function movedIn(one: Case, judged: string): Moved | undefined {
  const moved = one.filter((literal) => touched(literal, judged));
  const [first, ...others] = numbersIn(moved);
  if (first?.term.kind !== 'latest' || others.length > 0 || moved.some(({ kind }) => kind !== 'number')) {
    return undefined;
  }
  return { metric: first.term.metric, range: first.range, rest: one.filter((literal) => !moved.includes(literal)) };
}

function touched(literal: Literal, judged: string): boolean {
  const by = [...SHARED, 'running_tasks'];
  if (literal.kind === 'time') return false;
  const about = literal.kind === 'number' ? literal.term : literal.sign;
  if (!('service' in about) || about.service !== judged) return false;
  if (about.kind === 'deploying') return false;
  return about.metric === null || by.includes(about.metric);
}
