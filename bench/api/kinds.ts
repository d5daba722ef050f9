import { randomUUID } from 'node:crypto';
import type { Request } from 'autocannon';
import { madeAnomaly } from '../anomaly.ts';
import type { Deployment } from '../deployment.ts';

export interface Call extends Request {
  /** another request each time */
  next?: () => Request;
}

export interface Kind {
  name: string;
  requests: readonly Call[];
}

const EPISODES = 200;

/** Reads, writes and ingest. What they need is made first. */
export async function kinds({ anomalies, key }: Deployment): Promise<Kind[]> {
  const run = randomUUID().slice(0, 8);
  const ids = Array.from({ length: EPISODES }, (_, n) => `${run}${n}`);
  for (const id of ids) await anomalies.put(madeAnomaly(id));
  const headers = { 'X-API-Key': key };
  const get = (path: string): Request => ({ method: 'GET', path, headers });
  let nth = 0;
  const feedback = (): Request => {
    const verdict = nth % 3 === 0 ? 'false_positive' : 'true_positive';
    const path = `/anomalies/anomaly_${ids[nth++ % EPISODES]}/feedback`;
    return { method: 'POST', path, headers, body: JSON.stringify({ verdict, note: `the ${nth}th` }) };
  };
  let alerts = 0;
  const alert = (): Request => ({
    method: 'POST',
    path: '/api/v2/alerts',
    headers,
    body: JSON.stringify(notification(`${run}-${alerts++}`)),
  });
  return [
    { name: 'read: GET /policies', requests: [get('/policies?limit=50')] },
    { name: 'read: GET /anomalies', requests: [get('/anomalies?status=all&limit=50')] },
    { name: 'read: GET /services/health', requests: [get('/services/health')] },
    { name: 'write: POST /anomalies/{id}/feedback', requests: [each(feedback)] },
    { name: 'ingest: POST /api/v2/alerts, a new alert each', requests: [each(alert)] },
  ];
}

const each = (next: () => Request): Call => ({ ...next(), next });

/** What Alertmanager posts of one alert (webhook, version 4). */
function notification(id: string) {
  const alert = {
    status: 'firing',
    labels: { alertname: 'BenchLatency', service: 'bench', severity: 'warning', instance: id },
    annotations: { summary: 'requests are slow' },
    startsAt: new Date().toISOString(),
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint: [...id]
      .map((letter) => letter.charCodeAt(0).toString(16))
      .join('')
      .slice(-16)
      .padStart(16, '0'),
  };
  return {
    version: '4',
    groupKey: `{}:{alertname="BenchLatency",instance="${id}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'forestall',
    groupLabels: { alertname: 'BenchLatency' },
    commonLabels: alert.labels,
    commonAnnotations: alert.annotations,
    externalURL: 'http://alertmanager.example',
    alerts: [alert],
  };
}
