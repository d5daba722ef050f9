import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { TopicPublisher } from '#ports';
import { answerOfCall } from '../answerOfCall.ts';

/** Publishes to SNS topics: JSON to programs, text to people, each by the protocol that a subscriber has. */
export const topicPublisher = (client: SNSClient): TopicPublisher => ({
  publish: (topicArn, { subject, json, text, attributes, group, once }) =>
    answerOfCall(() =>
      client.send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          MessageStructure: 'json',
          Message: JSON.stringify({ default: json, email: text, sms: subject }),
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
          ),
          ...(topicArn.endsWith('.fifo') ? { MessageGroupId: group, MessageDeduplicationId: once } : {}),
        }),
      ),
    ),
});
