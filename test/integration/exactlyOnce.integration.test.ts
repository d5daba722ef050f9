import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { expect, test } from 'vitest';
import * as z from 'zod';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { derivedId } from '#domain/id.ts';
import { bookService, local, resource, wake } from '#test/support/aws.ts';
import { actionsOf } from '#test/support/fleet.ts';
import { api, json } from '#test/support/installation.ts';
import { until } from '#test/support/until.ts';

function leakOf(service: string, at: Date): Anomaly {
  const now = at.toISOString();
  return {
    id: derivedId('anomaly', service, 'memory_usage', now),
    service,
    metric: 'memory_usage',
    kind: 'deviation',
    source: 'cloudwatch',
    status: 'open',
    level: 'page',
    severity: 'high',
    direction: 'up',
    shape: null,
    started_at: now,
    detected_at: now,
    updated_at: now,
    resolved_at: null,
    resolution: null,
    timestamp: now,
    current_value: 88,
    predicted_value: 31,
    expected_lower: 28,
    expected_upper: 34,
    unit: '%',
    anomaly_score: 0.999,
    trend: 'increasing',
    forecast_exhaustion: null,
    breach_probability: null,
    recommendation: 'Restart the service',
    detectors: [{ name: 'zscore', score: 0.999 }],
    incident_id: null,
    samples_seen: 3,
    version: 1,
  };
}

test('the same stream record twice, and once more at the same time: one action', async () => {
  const service = 'twice';
  await bookService(service);
  await until(
    'the service is known',
    async () =>
      (
        await json(api('/services'), z.object({ services: z.array(z.object({ name: z.string() }).loose()) }))
      ).services.find(({ name }) => name === service),
    { within: 400_000, every: 2_000 },
  );
  const anomaly = leakOf(service, new Date());
  const table = resource('AWS::DynamoDB::GlobalTable', 'Anomalies');
  const item = marshall(
    { ...anomaly, feed: 'all', order: `${anomaly.detected_at}#${anomaly.id}` },
    { removeUndefinedValues: true },
  );
  await new DynamoDBClient(local()).send(new PutItemCommand({ TableName: table, Item: item }));

  const record = {
    Records: [
      {
        eventID: 'twice',
        eventName: 'INSERT',
        eventSourceARN: 'test',
        dynamodb: { SequenceNumber: '1', Keys: { id: item.id }, NewImage: item },
      },
    ],
  };
  await Promise.all([1, 2, 3].map(() => wake('StreamPolicy', record)));

  const made = await until('the action is claimed', async () => {
    const found = (await actionsOf(service)).filter(
      ({ cause, type, status }) => cause.id === anomaly.id && type !== 'alert' && status !== 'held',
    );
    return found.length > 0 ? found : undefined;
  });
  expect(made).toHaveLength(1);
  const kept = await new DynamoDBClient(local()).send(
    new GetItemCommand({ TableName: table, Key: { id: item.id ?? { S: '' } } }),
  );
  expect(kept.Item?.version?.N, 'the reader of the stream leaves the anomaly alone').toBe('1');
});
