import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { onStream } from '#runtime/handlers.ts';
import { considerPolicies } from '#usecases/considerPolicies.ts';
import { keepPorts } from '../decisions.ts';
import { remediationPorts } from '../remediation.ts';

/** Wakes on the anomalies' stream: an episode that opened or changed may be what a policy waits for. */
export const handler = onStream(async (change, context) => {
  if (change.after === undefined) return;
  const anomaly = Anomaly.parse(change.after);
  await considerPolicies(anomaly.service, { ...remediationPorts(context), ...keepPorts() }, anomaly);
});
