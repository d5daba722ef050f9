import type { IKey } from 'aws-cdk-lib/aws-kms';
import { retentionDays } from '#domain/policy/compliance.ts';
import type { Compliance } from '#domain/policy/document.ts';

/** How long the audit is locked where nobody says. */
const LOCKED_DAYS = 365;

/** What `compliance` of the policy files asks of what is deployed. */
export interface Protection {
  /** what happened outlives its stacks, and is kept at least as long as the configuration says */
  retained: boolean;
  lock: { mode: 'governance' | 'compliance'; days: number };
  /** a key of one's own for tables, buckets, queues, logs; undefined: AWS's own keys */
  key: IKey | undefined;
}

export const protectionOf = (compliance: Compliance | null, key: IKey | undefined): Protection => ({
  retained: compliance?.data_retention !== undefined,
  lock: {
    mode: compliance?.object_lock ?? 'governance',
    days: compliance?.data_retention === undefined ? LOCKED_DAYS : retentionDays(compliance.data_retention),
  },
  key,
});
