import { randomUUID } from 'node:crypto';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { severityRank } from '#domain/anomaly/anomaly.ts';
import { derivedId } from '#domain/id.ts';
import { canonicalMetric, metricDefinition } from '#domain/metric/catalogue.ts';
import type { Cause } from '#domain/remediation/action.ts';
import { type Intent, newAction } from '#domain/remediation/newAction.ts';
import type { Service } from '#domain/service/service.ts';
import type { RemediationPorts } from './remediationPorts.ts';
import { sendAlert } from './sendAlert.ts';
import { type Started, startRemediation } from './startRemediation.ts';

export interface ManualRequest {
  action: string;
  service: Service;
  reason: string;
  parameters: Record<string, unknown>;
  requestedBy: string;
}

/** Carries out what a person asks for, through the same guards and the same workflow as a policy's action. */
export async function executeManually(request: ManualRequest, ports: RemediationPorts): Promise<Started> {
  const { service } = request;
  const [services, anomalies, latest] = await Promise.all([
    ports.services.all(),
    ports.anomalies.open(),
    ports.latest.of(),
  ]);
  const intent: Intent = {
    policy: null,
    service: service.name,
    cause: manualCause(request, anomalies),
    rung: 0,
    attempt: 1,
    what: { type: request.action, parameters: request.parameters },
    reason: request.reason,
    requestedBy: request.requestedBy,
  };
  if (request.action === 'alert') return sendAlert(newAction(intent, latest, ports.clock.now()), ports);
  return startRemediation(intent, { service, policy: null, past: [] }, { services, anomalies, latest }, ports);
}

/** What the action is judged by: the metric that was named, or that of the service's gravest open anomaly. */
function manualCause({ parameters, service }: ManualRequest, anomalies: readonly Anomaly[]): Cause {
  const [gravest] = anomalies
    .filter((anomaly) => anomaly.service === service.name && anomaly.status === 'open')
    .sort((a, b) => severityRank[b.severity] - severityRank[a.severity]);
  const named = typeof parameters.metric === 'string' ? canonicalMetric(parameters.metric) : null;
  const metric = named ?? gravest?.metric ?? null;
  const direction =
    named === null && gravest ? gravest.direction : metricDefinition(metric ?? '').bad === 'down' ? 'down' : 'up';
  return { kind: 'manual', id: derivedId('request', randomUUID()), metric, direction };
}
