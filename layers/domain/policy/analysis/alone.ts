import { undoOf } from '../actionParameters/undo.ts';
import { hasUndo } from '../checkActions.ts';
import { readExpectation } from '../expectation.ts';
import { type Case, casesOf, clashIn, longestStretch, possible } from './cases.ts';
import { includes, meet, rangeOf } from './range.ts';
import { ANY, conditionFor, conditionPointer, judgedOf, type Remark, rungPointer, type Subject } from './subject.ts';
import { domainOf, type Literal } from './terms.ts';

/** What is to be said of a policy by itself. */
export function alone(subject: Subject): Remark[] {
  const never = neverFires(subject);
  if (never.length > 0) return never; // what else is said of it would follow from that
  return [
    ...alwaysFires(subject),
    ...actsEverywhere(subject),
    ...anyFailure(subject),
    ...contradictedByVerify(subject),
    ...withoutUndo(subject),
  ];
}

const textsOf = (literals: readonly Literal[]): string => [...new Set(literals.map(({ text }) => text))].join(' and ');

function neverFires(subject: Subject): Remark[] {
  const condition = conditionFor(subject);
  const cases = condition && casesOf(condition, judgedOf(subject));
  if (!cases) return [];
  const remark = (message: string): Remark[] => [
    { subject, rule: 'never_fires', fault: true, pointer: conditionPointer(subject), message, offset: 0 },
  ];
  const clashes = cases.map(clashIn);
  if (clashes.every((clash) => clash !== undefined)) {
    const [parts = []] = clashes;
    const why = parts.length > 1 ? 'exclude each other' : 'is never so';
    return remark(`this can never be true: ${textsOf(parts)} ${why}. Loosen one of them, or join them by or`);
  }
  const { for_seconds } = subject.policy;
  const longest = Math.max(...cases.filter((_, index) => clashes[index] === undefined).map(longestStretch)) * 60;
  if (for_seconds <= longest) return [];
  return remark(
    `this never holds for ${spanText(for_seconds)}: its times last ${spanText(longest)} at most. Shorten for, or widen the times`,
  );
}

const spanText = (seconds: number): string =>
  seconds % 3_600 === 0 ? `${seconds / 3_600}h` : seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;

function alwaysFires(subject: Subject): Remark[] {
  const condition = conditionFor(subject);
  const otherwise = condition && possible(condition, judgedOf(subject), false);
  if (otherwise?.length !== 0) return [];
  const acts = subject.policy.ladder.length > 0;
  const message = `this always holds, whatever the values are, so ${acts ? 'it would act without end' : 'it tells nothing'}: compare with what is bad`;
  return [{ subject, rule: 'always_fires', fault: acts, pointer: conditionPointer(subject), message, offset: 0 }];
}

/** A condition that does not speak of the judged service holds for all of them at once, and so each is acted upon. */
function actsEverywhere(subject: Subject): Remark[] {
  const { policy } = subject;
  const condition = conditionFor(subject);
  if (!condition || policy.service !== null || policy.ladder.length === 0) return [];
  if (policy.namespace !== null && (policy.services ?? [policy.namespace]).length === 1) return [];
  const elsewhere = possible(condition, ANY)?.find((one) => !one.some(isOwn));
  if (!elsewhere) return [];
  const whom = policy.namespace === null ? 'every service' : `every service of ${policy.namespace}`;
  const message = `${textsOf(elsewhere)} says nothing of the service that is acted upon, so ${whom} is, all at once: name one by service`;
  return [{ subject, rule: 'acts_everywhere', fault: false, pointer: conditionPointer(subject), message, offset: 0 }];
}

function isOwn(literal: Literal): boolean {
  if (literal.kind === 'sign') return literal.sign.service === ANY;
  return literal.kind === 'number' && 'service' in literal.term && literal.term.service === ANY;
}

function anyFailure(subject: Subject): Remark[] {
  const { trigger } = subject.policy;
  if (trigger === null || trigger.threshold > 1) return [];
  const message =
    'one failing service is no failure of several: with a threshold of 1 each anomaly sets all of this off';
  return [{ subject, rule: 'acts_everywhere', fault: false, pointer: '/trigger/threshold', message }];
}

/** An expectation that is fulfilled while the condition still holds would call a repair good that changed nothing. */
function contradictedByVerify(subject: Subject): Remark[] {
  const { metric, expect } = subject.policy.verify;
  const condition = conditionFor(subject);
  const judged = judgedOf(subject);
  const cases = condition && possible(condition, judged);
  if (expect === null || !cases || cases.length === 0) return [];
  const named = metric ?? metricOf(cases);
  const read = named === undefined ? undefined : readExpectation(expect, named).expect;
  if (named === undefined || read === undefined) return [];
  const term = { kind: 'latest' as const, service: judged, metric: named };
  const expected = meet(rangeOf(read.op, read.value), domainOf(term));
  const fulfilled = cases.every((one) =>
    one.some(
      (literal) =>
        literal.kind === 'number' &&
        JSON.stringify(literal.term) === JSON.stringify(term) &&
        includes(literal.range, expected),
    ),
  );
  if (!fulfilled) return [];
  const message = `${named} ${expect} is so while the condition still holds: expect what it is when all is well`;
  return [{ subject, rule: 'verify_contradicts', fault: true, pointer: '/verify/expect', message }];
}

function metricOf(cases: readonly Case[]): string | undefined {
  const number = cases.flat().find((literal) => literal.kind === 'number' && literal.term.kind === 'latest');
  return number?.kind === 'number' && number.term.kind === 'latest' ? number.term.metric : undefined;
}

/** Who acts by themselves should be able to take it back; a type that never can says why, once and for all. */
function withoutUndo(subject: Subject): Remark[] {
  const { policy } = subject;
  if (policy.autonomy !== 'auto') return [];
  return policy.ladder.flatMap((rung): Remark[] => {
    const undo = undoOf[rung.type];
    if (typeof undo !== 'object' || !('by' in undo) || hasUndo(rung)) return [];
    const message = `under autonomy: auto this cannot be undone, for ${undo.otherwise}: name what undoes it by ${undo.by}, or say autonomy: suggest`;
    return [{ subject, rule: 'no_undo', fault: false, pointer: rungPointer(subject, rung), message }];
  });
}
