import { alone } from './alone.ts';
import { beside } from './beside.ts';
import { ownLoop } from './ownLoop.ts';
import type { Remark, Subject } from './subject.ts';

/**
 * Looks through policies without running them: what can never or always fire, what another does already, what works
 * against another, what sets itself off. Only what follows from what is written is told; what cannot be told is not.
 * Pure.
 * @param subjects all that will be there together, in the order in which they are judged
 * @param isAsked of which something is to be said; the others are there beside them
 */
export function analyse(subjects: readonly Subject[], isAsked: (one: Subject) => boolean = () => true): Remark[] {
  const single = subjects.filter(isAsked).flatMap((subject) => {
    const remarks = alone(subject);
    return remarks.some(({ fault }) => fault) ? remarks : [...remarks, ...ownLoop(subject)];
  });
  const unsound = new Set(single.filter(({ fault }) => fault).map(({ subject }) => subject));
  const active = subjects.filter((subject) => subject.policy.enabled && !unsound.has(subject));
  const pairs = active.flatMap((later, index) =>
    active.slice(0, index).flatMap((earlier) => (isAsked(earlier) || isAsked(later) ? beside(earlier, later) : [])),
  );
  return [...single, ...pairs].filter(({ subject }) => isAsked(subject));
}
