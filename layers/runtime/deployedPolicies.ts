import type { Policy } from '#domain/policy/policy.ts';
import { readPolicyTree } from '#domain/policy/tree.ts';
import { installation } from './installation.ts';

/** Policies of the files say since when they are known by what they say, not by a clock of each function's own. */
const DEPLOYED_AT = 0;
let loaded: Policy[] | undefined;

/** The policies that were deployed. Their files were checked at synthesis; a fault here is a broken bundle. */
export function deployedPolicies(): readonly Policy[] {
  if (loaded) return loaded;
  const { configuration, policies } = installation();
  const read = readPolicyTree(policies, { configuration, now: DEPLOYED_AT });
  const [fault] = read.faults;
  if (fault) throw new Error(`${fault.file}:${fault.line}:${fault.column}: ${fault.message}`);
  loaded = read.policies;
  return loaded;
}
