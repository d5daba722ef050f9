import * as z from 'zod';
import { AlertmanagerMessage } from '#domain/anomaly/external/alertmanager.ts';
import { Fault } from './problem.ts';
import { route } from './route.ts';

const TakenAlert = z
  .object({
    fingerprint: z.string(),
    outcome: z
      .enum(['opened', 'updated', 'resolved', 'unchanged'])
      .describe('unchanged: it was known, or older than what is known'),
    anomaly_id: z.string().nullable().describe('null: it ended before anybody told that it fires'),
  })
  .meta({ id: 'TakenAlert' });

export const TakenAlerts = z
  .object({
    alerts: z.array(TakenAlert).describe('those that were taken, in the order in which they were sent'),
    count: z.number().int().nonnegative(),
    faults: z.array(Fault).describe('why the others were not'),
  })
  .meta({ id: 'TakenAlerts' });

export const takeAlerts = route({
  id: 'takeAlerts',
  method: 'POST',
  path: '/api/v2/alerts',
  scope: 'ingest',
  tag: 'Detection',
  summary: "Takes what Alertmanager's webhook posts (version 4): each alert is an anomaly of kind external",
  body: AlertmanagerMessage,
  answers: { 200: { description: 'What became of each alert; the same again changes nothing', schema: TakenAlerts } },
});

export const alertRoutes = [takeAlerts];
