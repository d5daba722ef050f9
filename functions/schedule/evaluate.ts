import { onSchedule } from '#runtime/handlers.ts';
import { considerPolicies } from '#usecases/considerPolicies.ts';
import { sweepIntents } from '#usecases/sweepIntents.ts';
import { remediationPorts } from '../remediation.ts';

/** Wakes each minute: conditions that need no anomaly, actions that a guard held, and what a crash left behind. */
export const handler = onSchedule(async (context) => {
  const ports = remediationPorts(context);
  await sweepIntents(ports);
  await considerPolicies(undefined, ports);
});
