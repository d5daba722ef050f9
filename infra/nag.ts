import { NagSuppressions } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** Lets a rule of cdk-nag not hold for one construct and what is in it, and says why. */
export function explain(construct: IConstruct, rule: string, reason: string, appliesTo?: string[]): void {
  NagSuppressions.addResourceSuppressions(construct, [{ id: rule, reason, ...(appliesTo ? { appliesTo } : {}) }], true);
}
