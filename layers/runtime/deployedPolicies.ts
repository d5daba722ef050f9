import { loadPolicyFile } from '#domain/policy/load.ts';
import type { Policy } from '#domain/policy/policy.ts';
import { installation } from './installation.ts';

/** Policies of the files say since when they are known by what they say, not by a clock of each function's own. */
const DEPLOYED_AT = 0;
let loaded: Policy[] | undefined;

/** The policies that were deployed. Their files were checked at synthesis; a fault here is a broken bundle. */
export function deployedPolicies(): readonly Policy[] {
  const { configuration, policies } = installation();
  loaded ??= policies.flatMap(({ file, text }) => {
    const { policies: read, faults } = loadPolicyFile(file, text, { configuration, now: DEPLOYED_AT });
    const [fault] = faults;
    if (fault) throw new Error(`${fault.file}:${fault.line}:${fault.column}: ${fault.message}`);
    return read;
  });
  return loaded;
}
