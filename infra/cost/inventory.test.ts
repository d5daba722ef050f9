import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inventoryOf, readTemplates } from './inventory.ts';

const resource = (Type: string, Properties: Record<string, unknown> = {}) => ({ Type, Properties });
const pull = resource('AWS::Lambda::Function', {
  MemorySize: 256,
  TracingConfig: { Mode: 'Active' },
  LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
  Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'queue/pull' } },
});
const mapping = (queue: string) =>
  resource('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] },
    FunctionName: { Ref: 'Pull' },
  });

test('functions, and what wakes them, are read with what decides their price', () => {
  const found = inventoryOf([
    {
      Resources: {
        Pull: pull,
        Jobs: resource('AWS::SQS::Queue'),
        Samples: resource('AWS::SQS::Queue', { FifoQueue: true }),
        FromJobs: mapping('Jobs'),
        FromSamples: mapping('Samples'),
        Every5: resource('AWS::Scheduler::Schedule', {
          ScheduleExpression: 'rate(5 minutes)',
          Target: { Arn: { 'Fn::GetAtt': ['Pull', 'Arn'] } },
        }),
      },
    },
  ]);
  expect(found.functions.get('queue/pull')).toEqual({ memoryMiB: 256, traced: true, systemLogs: false });
  expect(found.mappings).toEqual([
    { entry: 'queue/pull', fifo: false },
    { entry: 'queue/pull', fifo: true },
  ]);
  expect(found.schedules).toEqual([{ entry: 'queue/pull', perMonth: 8_640 }]);
});

test('a stream of a table is no queue: Lambda reads it for nothing', () => {
  const stream = resource('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: { 'Fn::ImportValue': 'Data:StreamArn' },
    FunctionName: { Ref: 'Pull' },
  });
  expect(inventoryOf([{ Resources: { Pull: pull, Stream: stream } }]).mappings).toEqual([]);
});

test('an alarm over two metrics is billed as two', () => {
  const found = inventoryOf([
    {
      Resources: {
        One: resource('AWS::CloudWatch::Alarm', { MetricName: 'Errors' }),
        Two: resource('AWS::CloudWatch::Alarm', {
          Metrics: [
            { Id: 'e', Expression: 'a/b' },
            { Id: 'a', MetricStat: {} },
            { Id: 'b', MetricStat: {} },
          ],
        }),
      },
    },
  ]);
  expect(found.alarmMetrics).toBe(3);
});

test('what nobody has a price for is named', () => {
  const found = inventoryOf([{ Resources: { Nat: resource('AWS::EC2::NatGateway'), Key: resource('AWS::KMS::Key') } }]);
  expect(found.unknown).toEqual(['AWS::EC2::NatGateway']);
});

test('a schedule whose price is not known is refused', () => {
  const odd = resource('AWS::Scheduler::Schedule', { ScheduleExpression: 'cron(0 * * * ? *)', Target: { Arn: {} } });
  expect(() => inventoryOf([{ Resources: { Odd: odd } }])).toThrow('cron(0 * * * ? *)');
});

test('the fleet is no part of the platform, and an empty folder says what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'forestall-cost-test-'));
  writeFileSync(
    join(folder, 'Forestall-Fleet.template.json'),
    JSON.stringify({ Resources: { Key: resource('AWS::KMS::Key') } }),
  );
  expect(() => readTemplates(folder)).toThrow('run npx cdk synth first');
  writeFileSync(join(folder, 'Forestall-Data.template.json'), JSON.stringify({ Resources: {} }));
  expect(readTemplates(folder)).toEqual([{ Resources: {} }]);
});
