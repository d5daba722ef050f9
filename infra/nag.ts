import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { type NagPackSuppression, NagSuppressions } from 'cdk-nag';
import type { IConstruct } from 'constructs';

/** Lets a rule of cdk-nag not hold for one construct and what is in it (of a function, its role), and says why. */
export function explain(
  construct: IConstruct,
  id: string,
  reason: string,
  appliesTo?: NagPackSuppression['appliesTo'],
): void {
  const role = construct instanceof LambdaFunction ? construct.role : undefined;
  const of = role ? [construct, role] : [construct];
  NagSuppressions.addResourceSuppressions(of, [{ id, reason, ...(appliesTo ? { appliesTo } : {}) }], true);
}
