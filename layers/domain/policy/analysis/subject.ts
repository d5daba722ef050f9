import type { Condition } from '../condition.ts';
import type { PolicyDocument } from '../document.ts';
import type { Policy, Rung } from '../policy.ts';
import { conditionIn } from './leaves.ts';

/** A policy that is looked at, beside others. */
export interface Subject {
  policy: Policy;
  document: PolicyDocument;
  /** how it is named where another's remark speaks of it: `"leak" (policies/fleet.yml:8)` */
  where: string;
}

export const rules = [
  'never_fires',
  'always_fires',
  'acts_everywhere',
  'verify_contradicts',
  'shadowed',
  'conflict',
  'loop',
  'no_undo',
] as const;
export type Rule = (typeof rules)[number];

/** What is to be said of a policy: where in its document, why, and what would be better. */
export interface Remark {
  subject: Subject;
  rule: Rule;
  /** refused; otherwise its author is only told */
  fault: boolean;
  pointer: string;
  message: string;
  offset?: number;
}

/** Stands for whichever service a policy is judged at, where it names none. */
export const ANY = '*';

export const judgedOf = ({ policy }: Subject): string => policy.service ?? ANY;
export const conditionPointer = ({ document }: Subject): string =>
  document.when === undefined ? '/condition' : '/when';
export const conditionFor = ({ policy }: Subject): Condition | undefined => conditionIn(policy);

/** Where the n-th action of a policy stands, alerts among them. */
export function rungPointer({ document, policy }: Subject, rung: Rung): string {
  if (!document.actions) return '/action';
  const same = [...policy.alerts, ...policy.ladder].filter(({ type }) => type === rung.type).indexOf(rung);
  const places = document.actions.flatMap((written, index) =>
    typeOf(written) === rung.type ? [`/actions/${index}`] : [],
  );
  return places[same] ?? '/actions';
}

const typeOf = (written: NonNullable<PolicyDocument['action']>): string =>
  typeof written === 'string'
    ? written
    : typeof written.type === 'string'
      ? written.type
      : (Object.keys(written)[0] ?? '');
