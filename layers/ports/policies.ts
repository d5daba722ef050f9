import type { PolicyDocument } from '#domain/policy/document.ts';
import type { Policy } from '#domain/policy/policy.ts';
import type { EpochSeconds } from '#domain/time.ts';

/** A policy of an applied tree, and what the tree's file said when it was applied: a switch that was thrown since shows. */
export interface TreePolicy {
  policy: Policy;
  declared: PolicyDocument;
}

/** The policies of the tree that was applied last, all of one moment. */
export interface PolicyTree {
  policies: readonly TreePolicy[];
  /** grows with each change of the tree; 0 where none was applied yet */
  version: number;
  /** grows with each policy that is made beside it, so that no name is given twice */
  made: number;
}

export interface PolicyStore {
  /** Every policy: those of the files (with what the API changed of them), of the applied tree, and those made here. */
  all(): Promise<Policy[]>;
  get(id: string): Promise<Policy | undefined>;
  /** false: one with this id exists */
  create(policy: Policy): Promise<boolean>;
  /** false: the stored version is not `version - 1` */
  replace(policy: Policy): Promise<boolean>;
  remove(id: string, ifVersion?: number): Promise<'removed' | 'unknown' | 'stale' | 'from_file'>;
}

export interface PolicyTrees {
  tree(): Promise<PolicyTree>;
  /**
   * Puts these in the place of the tree that was seen: all of them or, where anything was changed or made since or the
   * write fails at any moment, none.
   */
  putTree(policies: readonly TreePolicy[], seen: PolicyTree): Promise<'put' | 'stale' | 'too_large'>;
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
