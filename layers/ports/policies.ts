import type { Policy } from '#domain/policy/policy.ts';
import type { EpochSeconds } from '#domain/time.ts';

export interface PolicyStore {
  /** Every policy: those of the files (with what the API changed of them) and those of the table. */
  all(): Promise<Policy[]>;
  get(id: string): Promise<Policy | undefined>;
  /** false: one with this id exists */
  create(policy: Policy): Promise<boolean>;
  /** false: the stored version is not `version - 1` */
  replace(policy: Policy): Promise<boolean>;
  remove(id: string, ifVersion?: number): Promise<'removed' | 'unknown' | 'stale' | 'from_file'>;
}

/** An episode of a policy's own condition for one target: open while the condition holds. */
export interface ConditionEpisode {
  policy_id: string;
  service: string;
  since: EpochSeconds;
  closed_at: EpochSeconds | null;
}

export interface ConditionEpisodes {
  read(policyId: string, service: string): Promise<ConditionEpisode | undefined>;
  /** Opens one, unless one is open: of two evaluators at once both get the same. */
  open(policyId: string, service: string, since: EpochSeconds): Promise<ConditionEpisode>;
  close(policyId: string, service: string, at: EpochSeconds): Promise<void>;
}
