import type { GetQueueAttributesCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { clientDouble } from '../double.fixture.ts';
import { queueDepths } from './queueDepths.ts';

test('what waits, is delayed or is being handled, and what is dead', async () => {
  const messages: Record<string, Record<string, string>> = {
    feed: {
      ApproximateNumberOfMessages: '3',
      ApproximateNumberOfMessagesDelayed: '2',
      ApproximateNumberOfMessagesNotVisible: '1',
    },
    'feed-dead': { ApproximateNumberOfMessages: '4' },
    'streams-dead': {},
  };
  const client = clientDouble<SQSClient>({
    GetQueueAttributesCommand: ({ QueueUrl = '' }: GetQueueAttributesCommandInput) => ({
      Attributes: messages[QueueUrl],
    }),
  });
  const depths = queueDepths(client, {
    Feed: { queue: 'feed', deadLetters: 'feed-dead' },
    Streams: { deadLetters: 'streams-dead' },
  });
  expect(await depths.read()).toEqual([
    { queue: 'Feed', messages: 6, deadLetters: 4 },
    { queue: 'Streams', messages: null, deadLetters: 0 },
  ]);
});
