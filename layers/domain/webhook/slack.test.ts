import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Anomaly } from '../anomaly/anomaly.ts';
import type { EventName } from '../event/event.ts';
import { anAction, anAnomaly } from '../fixtures.ts';
import { slackMessage } from './slack.ts';

const Message = z.object({
  text: z.string(),
  blocks: z.tuple([
    z.object({ text: z.object({ text: z.string() }) }),
    z.object({ fields: z.array(z.object({ text: z.string() })) }),
    z.unknown(),
  ]),
});

function said(event: EventName, about: Partial<Anomaly>) {
  const anomaly = anAnomaly(about);
  const { id, service, severity, updated_at: timestamp } = anomaly;
  const message = slackMessage({ id: 'event', event, timestamp, subject: id, service, severity, anomaly });
  const [header, section] = Message.parse(message).blocks;
  const facts = section.fields.map(({ text }) => text.replace(/^\*(.*)\*\n/, '$1: '));
  return { text: Message.parse(message).text, title: header.text.text, facts };
}

test('an anomaly is told with what it does, and what to do', () => {
  const about = { shape: 'drift', forecast_exhaustion: '2027-01-15T08:20:00.000Z' } as const;
  expect(said('anomaly.detected', about)).toEqual({
    text: 'Anomaly, orders: cpu_usage drifts up: 90% where 10–32% is usual',
    title: 'Anomaly: orders cpu_usage',
    facts: [
      'Service: orders',
      'What: cpu_usage drifts up: 90% where 10–32% is usual',
      'Severity: high',
      'Expected: meets its limit at 08:20 UTC, at this pace',
      'Recommendation: Scale up replicas',
    ],
  });
});

test('one that is over says how it ended, and asks for nothing', () => {
  const { title, facts } = said('anomaly.resolved', { status: 'resolved', resolution: 'recovered', current_value: 21 });
  expect(title).toBe('Resolved: orders cpu_usage');
  expect(facts).toEqual(['Service: orders', 'What: cpu_usage is 21%, as usual', 'Severity: high']);
});

test('a foreseen breach says when, one of many metrics that it is of all', () => {
  const breach = said('breach.predicted', {
    kind: 'predicted_breach',
    predicted_value: 92,
    forecast_exhaustion: '2027-01-15T09:20:00.000Z',
    breach_probability: 0.9,
  });
  expect(breach.title).toBe('Breach foreseen: orders cpu_usage');
  expect(breach.facts[1]).toContain('is foreseen to reach its limit at 09:20 UTC with 92% (90% probable)');
  expect(breach.facts.join()).not.toContain('at this pace');
  expect(said('anomaly.detected', { kind: 'multivariate' }).title).toBe('Anomaly: orders as a whole');
});

test('what Slack reads as markup is escaped, and an action is told by its outcome', () => {
  expect(said('anomaly.detected', { recommendation: 'a < b & <!here>' }).facts.at(-1)).toBe(
    'Recommendation: a &lt; b &amp; &lt;!here&gt;',
  );
  const action = anAction({ verdict_reason: 'cpu_usage is back' });
  const { id, service, updated_at: timestamp } = action;
  const message = slackMessage({
    id: 'event',
    event: 'action.succeeded',
    timestamp,
    subject: id,
    service,
    severity: null,
    action,
  });
  expect(JSON.stringify(message)).toContain('cpu_usage is back');
});
