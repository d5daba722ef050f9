import type { Policy } from './policy.ts';

/** A policy as the API answers it: what was written as it was written, what was left out with its default. */
export function policyAnswer(policy: Policy): Record<string, unknown> {
  const { written } = policy;
  return {
    id: policy.id,
    name: policy.name,
    namespace: policy.namespace,
    service: policy.service,
    description: policy.description,
    ...('trigger' in written || 'when' in written ? {} : { condition: policy.condition }),
    cooldown: policy.cooldown_seconds,
    autonomy: policy.autonomy,
    notification: policy.notification,
    verify: { within: `${policy.verify.within_seconds}s`, settle: `${policy.verify.settle_seconds}s` },
    on_failure: [],
    ...written,
    // what a file's text says may have been changed through the API
    enabled: policy.enabled,
    ...(written.autonomy === undefined ? {} : { autonomy: policy.autonomy }),
    ...(written.service === undefined ? {} : { service: policy.service }),
    for: written.for ?? policy.for_seconds,
    source: policy.source,
    version: policy.version,
    created_at: policy.created_at,
    updated_at: policy.updated_at,
  };
}
