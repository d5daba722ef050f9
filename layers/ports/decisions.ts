import type { Decision, DecisionInputs } from '#domain/decision/decision.ts';

/** What was decided last about a policy and what it looks after. */
export interface Standing {
  decision_id: string;
  /** equal for two decisions that differ in nothing that matters */
  fingerprint: string;
}

/** A decision with all that it saw. */
export interface KeptDecision {
  decision: Decision;
  inputs: DecisionInputs;
  /** what it came to, as canonical JSON, so that a repeat can be compared byte for byte */
  outcome: string;
}

export interface Decisions {
  /** Whether this worker has seen anything but "the condition does not hold" stand there. Asks nobody. */
  remembers(policyId: string, scope: string): boolean;
  /** What stands there, as far as this worker knows: `stand` tells whether it was right. */
  standing(policyId: string, scope: string): Promise<Standing | undefined>;
  write(kept: KeptDecision): Promise<void>;
  /** Lets a decision stand instead of the one before it; false: another stands there meanwhile. */
  stand(policyId: string, scope: string, next: Standing, before: Standing | undefined): Promise<boolean>;
  get(id: string): Promise<KeptDecision | undefined>;
}
