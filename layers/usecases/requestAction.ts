import { unknownType } from '#domain/policy/checkActions.ts';
import { owns } from '#domain/policy/match.ts';
import type { Action } from '#domain/remediation/action.ts';
import { canonicalName } from './canonicalName.ts';
import { executeManually } from './executeManually.ts';
import type { RemediationPorts } from './remediationPorts.ts';

export interface ActionRequest {
  action: string;
  /** as written */
  service: string;
  reason: string;
  parameters: Record<string, unknown>;
  requestedBy: string;
  /** the caller acts only on what these own; null: on all */
  namespaces: readonly string[] | null;
}
export type Requested =
  | { outcome: 'accepted'; action: Action }
  | { outcome: 'unknown_service' }
  | { outcome: 'foreign'; service: string }
  | { outcome: 'invalid'; faults: { pointer: string; message: string }[] };

/** Checks what a person asks for, and does it. An action type that is still to come is taken, and held by its guard. */
export async function requestAction(request: ActionRequest, ports: RemediationPorts): Promise<Requested> {
  const { action, parameters, namespaces } = request;
  const unknown = unknownType(action);
  if (unknown !== undefined) return { outcome: 'invalid', faults: [{ pointer: '/action', message: unknown }] };
  const faults = ports.types.get(action)?.check(parameters) ?? [];
  if (faults.length > 0) {
    const within = faults.map(({ pointer, message }) => ({ pointer: `/parameters${pointer}`, message }));
    return { outcome: 'invalid', faults: within };
  }
  const service = await ports.services.get(await canonicalName(request.service, ports.services));
  if (!service) return { outcome: 'unknown_service' };
  if (namespaces !== null && !namespaces.some((namespace) => owns(namespace, service))) {
    return { outcome: 'foreign', service: service.name };
  }
  const { reason, requestedBy } = request;
  const started = await executeManually({ action, service, reason, parameters, requestedBy }, ports);
  return { outcome: 'accepted', action: started.action };
}
