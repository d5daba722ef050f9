import { expect, test } from 'vitest';
import { anAnomaly } from '../fixtures.ts';
import { type Anomaly, Shape } from './anomaly.ts';
import { ending, sentence, shapeWords } from './sentence.ts';

const reported: Partial<Anomaly> = {
  kind: 'external',
  unit: 'firing',
  alert: { name: 'HighErrorRate', summary: 'checkout answers errors', url: null, runbook: null, labels: {} },
};
const told = (change: Partial<Anomaly>) => sentence(anAnomaly(change), (at) => at.slice(11, 16));

test.each<[Partial<Anomaly>, string]>([
  [{}, 'cpu_usage is 90% where 10–32% is usual'],
  [{ shape: 'drift' }, 'cpu_usage drifts up: 90% where 10–32% is usual'],
  [
    { shape: 'spike', direction: 'down', metric: 'request_rate', unit: '1/s', current_value: 2, expected_upper: 20 },
    'request_rate dips: 2/s where 10–20/s is usual',
  ],
  [
    { kind: 'multivariate', current_value: 31 },
    'its metrics do not go together as usual, cpu_usage least: 31% where 10–32% is usual',
  ],
  [
    {
      kind: 'predicted_breach',
      predicted_value: 92,
      forecast_exhaustion: '2027-01-15T09:20:00.000Z',
      breach_probability: 0.9,
    },
    'cpu_usage is 90%, and is foreseen to reach its limit at 09:20 with 92% (90% probable)',
  ],
  [{ kind: 'predicted_breach', breach_probability: 0.7 }, 'cpu_usage is 90%, and may reach its limit (70% probable)'],
  [{ kind: 'predicted_breach' }, 'cpu_usage is 90%, and may reach its limit'],
  [{ kind: 'external', source: 'prometheus' }, 'prometheus reports cpu_usage is 90%'],
  [{ ...reported, source: 'alertmanager' }, 'Alertmanager reports HighErrorRate: checkout answers errors'],
  [
    { ...reported, source: 'cloudwatch_alarm', unit: '%' },
    'CloudWatch reports HighErrorRate: cpu_usage is 90%: checkout answers errors',
  ],
])('%o is told so', (change, text) => {
  expect(told(change)).toBe(text);
});

test('every shape has words of its own, up and down', () => {
  const words = Shape.options.map((shape) => shapeWords(shape, 'up'));
  expect(new Set(words).size).toBe(words.length);
  expect(Shape.options.map((shape) => shapeWords(shape, 'down'))).toEqual([
    'dips',
    'steps down',
    'drifts down',
    'drops out',
    'stands still',
    'swings as it never did',
  ]);
});

test("the end of another system's alert is told as its own, not as ours", () => {
  const ended = (change: Partial<Anomaly>) => ending(anAnomaly({ ...reported, source: 'alertmanager', ...change }));
  expect(ended({ resolution: 'recovered' })).toBe('Alertmanager reports HighErrorRate as resolved');
  expect(ended({ resolution: 'silent' })).toBe('Alertmanager watches HighErrorRate no more, or hears nothing of it');
});
