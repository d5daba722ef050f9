import { metricDefinition } from '../../metric/catalogue.ts';
import type { Rung } from '../policy.ts';
import { type Case, possible } from './cases.ts';
import { type Effects, effectsOf } from './effects.ts';
import { conditionFor, judgedOf, type Remark, rungPointer, type Subject } from './subject.ts';
import { domainOf, type Literal } from './terms.ts';

/**
 * An action that makes its own condition truer: it moves each part of it further in. Such a policy sets itself off again
 * and again, until a bound or a budget stops it.
 */
export function ownLoop(subject: Subject): Remark[] {
  const condition = conditionFor(subject);
  const judged = judgedOf(subject);
  const cases = condition && possible(condition, judged);
  if (!cases) return [];
  return subject.policy.ladder.flatMap((rung): Remark[] => {
    const moved = cases.map((one) => drivenBy(rung, one, judged)).find((parts) => parts.length > 0);
    if (!moved) return [];
    const parts = [...new Set(moved.map(({ text }) => text))].join(' and ');
    const message = `${whatItDoes(rung, moved)}, which keeps ${parts} true and sets this off again: act the other way, or wait for what the action ends`;
    return [{ subject, rule: 'loop', fault: false, pointer: rungPointer(subject, rung), message }];
  });
}

/** What it does to that of which the parts speak. */
function whatItDoes(rung: Rung, parts: readonly Literal[]): string {
  const { raises, lowers, deploys } = effectsOf(rung);
  const metrics = parts.map(metricOf);
  const [up, down] = [raises, lowers].map((moved) => moved.filter((metric) => metrics.includes(metric)).join(', '));
  const said = [
    up ? `raises ${up}` : '',
    down ? `lowers ${down}` : '',
    deploys && metrics.includes(null) ? 'is a deployment itself' : '',
  ];
  return `${rung.type} ${said.filter(Boolean).join(' and ')}`;
}

/** What a part speaks of; null of a deployment. */
function metricOf(literal: Literal): string | null {
  const about = literal.kind === 'number' ? literal.term : literal.kind === 'sign' ? literal.sign : undefined;
  return about !== undefined && 'metric' in about ? about.metric : null;
}

/** The parts of a case where the action drives each of them further in. One that it does not touch may be what it cures. */
function drivenBy(rung: Rung, one: Case, judged: string): Literal[] {
  const effects = effectsOf(rung);
  const parts = one.filter(({ kind }) => kind !== 'time');
  return parts.every((literal) => wayOf(literal, effects, judged) === 'in') ? parts : [];
}

/** Whether an action drives a part of a condition in or out; undefined where it does not touch it. */
function wayOf(literal: Literal, effects: Effects, judged: string): 'in' | 'out' | undefined {
  if (literal.kind === 'time') return undefined;
  if (literal.kind === 'sign') return waySign(literal, effects, judged);
  const { term, range } = literal;
  if (term.kind === 'burn_rate' || term.kind === 'count' || term.service !== judged) return undefined;
  const moves = movement(term.metric, effects);
  if (moves === undefined) return undefined;
  if (term.kind === 'chance') return moves === term.direction && range.at(-1)?.to === 1 ? 'in' : 'out';
  if (term.kind === 'window' && (term.of === 'rate' || term.of === 'delta')) return 'out'; // it lasts for one step only
  const domain = domainOf(term);
  const open = moves === 'up' ? range.at(-1)?.to === domain.at(-1)?.to : range[0]?.from === domain[0]?.from;
  return open && range.length === 1 ? 'in' : 'out';
}

function waySign({ sign, holds }: Extract<Literal, { kind: 'sign' }>, effects: Effects, judged: string) {
  if (sign.service !== judged) return undefined;
  if (sign.kind === 'deploying') return effects.deploys ? (holds ? 'in' : 'out') : undefined;
  if (sign.metric === null) return undefined;
  const moves = movement(sign.metric, effects);
  if (moves === undefined) return undefined;
  const { bad } = metricDefinition(sign.metric);
  if (bad === 'both') return 'out'; // whether it ends or begins there is not certain
  return (moves === bad) === holds ? 'in' : 'out';
}

const movement = (metric: string, { raises, lowers }: Effects): 'up' | 'down' | undefined =>
  raises.includes(metric) ? 'up' : lowers.includes(metric) ? 'down' : undefined;
