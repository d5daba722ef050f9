import type { Decision, DecisionInputs } from '#domain/decision/decision.ts';

/** What was decided last about a policy and what it looks after. */
export interface Standing {
  decision_id: string;
  /** equal for two decisions that differ in nothing that matters */
  fingerprint: string;
}

/** A decision with all that it saw, as it is kept: text, so that a repeat can be compared byte for byte. */
export interface KeptDecision {
  decision: Decision;
  inputs: DecisionInputs;
  /** what it decided and did, in canonical JSON */
  outcome: string;
}

export interface Decisions {
  /** What stands for each scope of this policy; a scope without one never decided anything but to do nothing. */
  standing(policyId: string): Promise<ReadonlyMap<string, Standing>>;
  /** Keeps the inputs, then lets the decision stand instead of the one before it; false: another stands meanwhile. */
  keep(kept: KeptDecision, standing: Standing, before: Standing | undefined): Promise<boolean>;
  get(id: string): Promise<KeptDecision | undefined>;
}
