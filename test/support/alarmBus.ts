import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { expect } from 'vitest';
import { local, resource } from './aws.ts';

/** Says on the event bus what CloudWatch says of its alarms there. */
export interface AlarmBus {
  /** @param details what stands under `detail` of each event */
  put(...details: object[]): Promise<void>;
  leave(): Promise<void>;
}

const RULE = 'test-alarms';
const SOURCE = 'test.cloudwatch';
const TYPE = 'CloudWatch Alarm State Change';

/**
 * Nobody but AWS may put events of its services, in the emulator neither. So each is tried against the deployed rule's
 * pattern, and goes as a test's own through a rule of the test's to the deployed rule's target, which gets it as
 * CloudWatch's.
 */
export async function joinAlarmBus(): Promise<AlarmBus> {
  const client = new EventBridgeClient(local());
  const Name = resource('AWS::Events::Rule', 'AlarmStateChange');
  const { EventPattern } = await client.send(new DescribeRuleCommand({ Name }));
  const { Targets: [target] = [] } = await client.send(new ListTargetsByRuleCommand({ Rule: Name }));
  await client.send(new PutRuleCommand({ Name: RULE, EventPattern: JSON.stringify({ source: [SOURCE] }) }));
  await client.send(
    new PutTargetsCommand({ Rule: RULE, Targets: [{ Id: '1', Arn: target?.Arn, InputTransformer: asOfCloudWatch }] }),
  );
  return {
    async put(...details) {
      for (const detail of details) {
        const Event = JSON.stringify({ ...envelope, detail });
        const { Result } = await client.send(new TestEventPatternCommand({ EventPattern, Event }));
        expect(Result, 'the deployed rule waits for this event').toBe(true);
      }
      const Entries = details.map((detail) => ({ Source: SOURCE, DetailType: TYPE, Detail: JSON.stringify(detail) }));
      const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries }));
      expect(FailedEntryCount).toBe(0);
    },
    async leave() {
      await client.send(new RemoveTargetsCommand({ Rule: RULE, Ids: ['1'] }));
      await client.send(new DeleteRuleCommand({ Name: RULE }));
    },
  };
}

const envelope = {
  version: '0',
  id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
  'detail-type': TYPE,
  source: 'aws.cloudwatch',
  account: '000000000000',
  time: '2026-11-24T16:00:40Z',
  region: 'us-east-1',
  resources: [],
};

const asOfCloudWatch = {
  InputPathsMap: { id: '$.id', account: '$.account', time: '$.time', region: '$.region', detail: '$.detail' },
  InputTemplate: `{"version":"0","id":<id>,"detail-type":"${TYPE}","source":"aws.cloudwatch","account":<account>,"time":<time>,"region":<region>,"resources":[],"detail":<detail>}`,
};
