import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App as CdkApp } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { allRoutes } from '#contract/index.ts';
import { forestall } from './app.ts';
import { readInstallation } from './installation.ts';

const Resource = z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) });
type Resource = z.infer<typeof Resource>;
const Statement = z.looseObject({
  Action: z.union([z.string(), z.array(z.string())]),
  Condition: z.unknown().optional(),
});
const Policy = z.object({ PolicyDocument: z.object({ Statement: z.array(Statement) }) });

const SECRET = 'gsk_this-must-never-be-in-a-template';
let cdk: CdkApp;
let outdir: string;
let resources: Resource[];

const stacks = () => cdk.node.children.filter((child) => child.node.id.startsWith('Forestall-'));
const ofType = (type: string): Resource[] => resources.filter((resource) => resource.Type === type);
const text = (value: unknown): string => JSON.stringify(value);

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'forestall-synth-'));
  const context: unknown = JSON.parse(readFileSync('cdk.json', 'utf8')).context;
  cdk = forestall(new CdkApp({ outdir, context: context as Record<string, unknown> }), { GROQ_API_KEY: SECRET });
  cdk.synth();
  resources = stacks().flatMap((stack) => {
    const template: unknown = Template.fromStack(stack as Parameters<typeof Template.fromStack>[0]).toJSON();
    return Object.values(z.object({ Resources: z.record(z.string(), Resource) }).parse(template).Resources);
  });
}, 300_000);
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

describe('what goes to an account', () => {
  test('cdk-nag finds nothing that is not explained', { timeout: 120_000 }, () => {
    const findings = stacks().flatMap((stack) => {
      const annotations = Annotations.fromStack(stack as Parameters<typeof Annotations.fromStack>[0]);
      return [...annotations.findError('*', Match.anyValue()), ...annotations.findWarning('*', Match.anyValue())];
    });
    expect(findings.map(({ id, entry }) => `${id}: ${text(entry.data)}`)).toEqual([]);
  });

  test('only what carries forestall:act can be changed', () => {
    const changes = ofType('AWS::IAM::Policy')
      .flatMap((policy) => Policy.parse(policy.Properties).PolicyDocument.Statement)
      .filter(({ Action }) =>
        [Action]
          .flat()
          .some((action) =>
            /^(ecs:(Update|Stop|Delete|Run|Create)|application-autoscaling:(Register|Put|Delete)|appconfig:(CreateHosted|StartDep))/.test(
              action,
            ),
          ),
      );
    expect(changes.length).toBeGreaterThan(0);
    for (const { Condition } of changes) {
      expect(Condition).toEqual({ StringEquals: { 'aws:ResourceTag/forestall:act': 'true' } });
    }
  });

  test('only a topic that carries forestall:notify is told', () => {
    const publishes = ofType('AWS::IAM::Policy')
      .flatMap((policy) => Policy.parse(policy.Properties).PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().includes('sns:Publish'));
    expect(publishes.length).toBeGreaterThan(0);
    for (const { Condition } of publishes) {
      expect(Condition).toEqual({ StringEquals: { 'aws:ResourceTag/forestall:notify': 'true' } });
    }
  });

  test('no role may do everything, and none may touch what it does not name but by the few calls that know no resource', () => {
    const nameless = ofType('AWS::IAM::Policy')
      .flatMap((policy) => Policy.parse(policy.Properties).PolicyDocument.Statement)
      .filter((statement) => statement.Resource === '*')
      .flatMap(({ Action }) => [Action].flat());
    expect([...new Set(nameless)].sort()).toEqual([
      'application-autoscaling:DescribeScalableTargets',
      'cloudwatch:GetMetricData',
      'ecs:DescribeServices',
      'ecs:DescribeTaskDefinition',
      'ecs:DescribeTasks',
      'ecs:ListClusters',
      'ecs:ListServices',
      'ecs:ListTasks',
      'logs:CreateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:DescribeLogGroups',
      'logs:DescribeResourcePolicies',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:UpdateLogDelivery',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ]);
  });

  test('no secret is in the assembly, templates and code included', { timeout: 60_000 }, () => {
    const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
    expect(files.length).toBeGreaterThan(20);
    const found = files
      .map((file) => join(file.parentPath, file.name))
      .filter((file) => {
        const content = readFileSync(file, 'utf8');
        return content.includes(SECRET) || /\brp_[0-9A-Za-z]+_[0-9A-Za-z]{20,}/.test(content);
      });
    expect(found).toEqual([]);
  });

  test('every function is on ARM and Node 24, in no VPC, with a log that ends', () => {
    const functions = ofType('AWS::Lambda::Function');
    expect(functions.length).toBeGreaterThan(20);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Architectures: ['arm64'], Runtime: 'nodejs24.x', Handler: 'index.handler' });
      expect(Properties.VpcConfig).toBeUndefined();
      expect(Properties.LoggingConfig).toMatchObject({ LogGroup: expect.anything() });
    }
    for (const { Properties } of ofType('AWS::Logs::LogGroup')) expect(Properties.RetentionInDays).toBe(30);
    expect(
      resources.map(({ Type }) => Type).filter((type) => /^Custom::|CustomResource|NatGateway|EC2::VPC/.test(type)),
    ).toEqual([]);
  });

  test('every reader reports what failed; streams are bisected and set aside', () => {
    const mappings = ofType('AWS::Lambda::EventSourceMapping').map(({ Properties }) => Properties);
    expect(mappings.length).toBe(9);
    for (const mapping of mappings) expect(mapping.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    const streams = mappings.filter((mapping) => mapping.StartingPosition !== undefined);
    expect(streams).toHaveLength(3);
    for (const stream of streams) {
      expect(stream).toMatchObject({
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 5,
        DestinationConfig: { OnFailure: { Destination: expect.anything() } },
      });
    }
  });

  test('what CloudWatch tells of its alarms is set aside where it cannot be handed over, and where it cannot be taken', () => {
    const rules = ofType('AWS::Events::Rule').map(({ Properties }) => Properties);
    expect(rules.map(({ EventPattern }) => EventPattern)).toEqual([
      { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
      {
        source: ['aws.cloudwatch'],
        'detail-type': ['CloudWatch Alarm Configuration Change'],
        detail: { operation: ['delete'] },
      },
    ]);
    for (const { Targets } of rules)
      expect(Targets).toEqual([expect.objectContaining({ DeadLetterConfig: { Arn: expect.anything() } })]);
    expect(ofType('AWS::Lambda::EventInvokeConfig').map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({ DestinationConfig: { OnFailure: { Destination: expect.anything() } } }),
    ]);
  });

  test('a queue that is read waits at least as long as its reader may take', () => {
    const queues = ofType('AWS::SQS::Queue').filter(({ Properties }) => Properties.RedrivePolicy !== undefined);
    expect(queues).toHaveLength(6);
    for (const { Properties } of queues) expect(Number(Properties.VisibilityTimeout)).toBeGreaterThanOrEqual(30);
  });

  test('the routes of the contract, and no others, are deployed', () => {
    const keys = ofType('AWS::ApiGatewayV2::Route').map(({ Properties }) => String(Properties.RouteKey));
    const declared = allRoutes.map(({ method, path }) => `${method} ${path}`);
    expect(keys.filter((key) => key.includes(' ')).sort()).toEqual(declared.sort());
    expect(keys.filter((key) => !key.includes(' ')).sort()).toEqual([
      '$connect',
      '$default',
      '$default',
      '$disconnect',
    ]);
  });

  test('the platform looks after itself: errors, dead letters, age, silence', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => text(Properties));
    for (const metric of [
      'Errors',
      'ApproximateNumberOfMessagesVisible',
      'IteratorAge',
      'Invocations',
      'ExecutionsFailed',
      '5xx',
    ])
      expect(
        alarms.some((alarm) => alarm.includes(`"MetricName":"${metric}"`)),
        metric,
      ).toBe(true);
    for (const alarm of alarms) expect(alarm).toContain('AlarmActions');
  });
});

test('an emulator must say where it is', () => {
  expect(() => forestall(new CdkApp({ context: { local: 'true' } }), {})).toThrow('AWS_ENDPOINT_URL');
  expect(() => forestall(new CdkApp({ context: { local: 'perhaps' } }), {})).toThrow('true or false');
});

test('faults of what people wrote are told with their places, all at once', () => {
  const root = mkdtempSync(join(tmpdir(), 'forestall-faulty-'));
  mkdirSync(join(root, 'policies'));
  writeFileSync(join(root, 'forestall.yml'), 'shards: 1\n');
  writeFileSync(
    join(root, 'policies', 'a.yml'),
    '- condition: "cpu_usage > 500ms"\n  action: alert\n- condition: "cpu_usag > 5"\n  action: alert\n',
  );
  expect(() => readInstallation(root)).toThrow(
    /^policies\/a\.yml:1:27: cpu_usage is a percentage.*\npolicies\/a\.yml:3:15: "cpu_usag" is no metric/,
  );
  rmSync(root, { recursive: true });
});
