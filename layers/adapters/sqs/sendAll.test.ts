import type { SendMessageBatchCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import type { PullJob } from '#ports';
import { clientDouble } from '../double.fixture.ts';
import { pullQueue } from './pullQueue.ts';
import { sampleQueue } from './sampleQueue.ts';
import { sendAll } from './sendAll.ts';

function queue(failing: (id: string) => boolean = () => false) {
  const calls: SendMessageBatchCommandInput[] = [];
  const client = clientDouble<SQSClient>({
    SendMessageBatchCommand: (input: SendMessageBatchCommandInput) => {
      calls.push(input);
      const failed = (input.Entries ?? []).filter(({ Id = '' }) => failing(Id));
      return {
        Failed: failed.map(({ Id }) => ({ Id, Code: 'InternalError', Message: 'try again', SenderFault: false })),
      };
    },
  });
  return { client, entries: () => calls.map(({ Entries = [] }) => Entries) };
}

test('ten messages a call, in their order, and no call larger than the queue takes', async () => {
  const { client, entries } = queue();
  const bodies = [...Array.from({ length: 23 }, (_, i) => `${i}`), 'x'.repeat(150_000), 'y'.repeat(150_000)];
  await sendAll(
    client,
    'url',
    bodies.map((MessageBody) => ({ MessageBody })),
  );
  expect(entries().map(({ length }) => length)).toEqual([10, 10, 4, 1]);
  expect(
    entries()
      .flat()
      .map(({ MessageBody }) => MessageBody),
  ).toEqual(bodies);
  for (const batch of entries()) expect(new Set(batch.map(({ Id }) => Id)).size).toBe(batch.length);
});

test('what was not accepted is an error that names the reason', async () => {
  const { client } = queue((id) => id === '1');
  await expect(sendAll(client, 'url', [{ MessageBody: 'a' }, { MessageBody: 'b' }])).rejects.toThrow(
    '1 of 2 messages were not accepted: InternalError try again',
  );
});

test('a job is delayed by whole seconds, fifteen minutes at most', async () => {
  const { client, entries } = queue();
  const job: PullJob = { source: 'cloudwatch', slice: 0, slices: 1, slot: 1_800_000_000, resolution: 10 };
  await pullQueue(client, 'url').enqueue([-5, 0.4, 9.6, 2_000].map((delaySeconds) => ({ job, delaySeconds })));
  expect(
    entries()
      .flat()
      .map(({ DelaySeconds }) => DelaySeconds),
  ).toEqual([0, 0, 10, 900]);
});

test("samples go to their shard's group; a revised batch is another message, the same one is not", async () => {
  const { client, entries } = queue();
  const batch = (value: number) => ({
    version: 1 as const,
    shard: 3,
    pulled_at: 1,
    samples: [{ service: 'a', metric: 'cpu_usage', source: 'cloudwatch' as const, at: 1, step: 10, value }],
  });
  await sampleQueue(client, 'url').send([batch(1), batch(2), batch(1)]);
  const sent = entries().flat();
  expect(new Set(sent.map(({ MessageGroupId }) => MessageGroupId))).toEqual(new Set(['shard-3']));
  const ids = sent.map(({ MessageDeduplicationId }) => MessageDeduplicationId);
  expect([ids[0] === ids[2], ids[0] === ids[1]]).toEqual([true, false]);
});
