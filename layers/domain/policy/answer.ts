import type { Policy } from './policy.ts';

/** A policy as the API answers it: what was written as it was written, what was left out with its default. */
export function policyAnswer(policy: Policy): Record<string, unknown> {
  const { written } = policy;
  const { within_seconds } = policy.verify;
  return {
    id: policy.id,
    name: policy.name,
    namespace: policy.namespace,
    description: policy.description,
    ...('trigger' in written || 'when' in written ? {} : { condition: policy.condition }),
    parameters: {},
    cooldown: policy.cooldown_seconds,
    notification: policy.notification,
    on_failure: [],
    ...written,
    for: written.for ?? policy.for_seconds,
    guards: { max_per_hour: policy.max_per_hour, blast_radius: policy.blast_radius, ...membersOf(written.guards) },
    verify: { within: `${within_seconds}s`, ...membersOf(written.verify) },
    // answers use the service's own name; and what a file's text says may have been changed through the API
    service: policy.service,
    enabled: policy.enabled,
    autonomy: policy.autonomy,
    source: policy.source,
    file: policy.file,
    version: policy.version,
    created_at: policy.created_at,
    updated_at: policy.updated_at,
  };
}

const membersOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
