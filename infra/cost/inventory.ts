import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { MINUTES_A_MONTH } from './month.ts';

/** What is deployed that is billed by being there, or decides how much is billed. Read from the synthesized templates. */
export interface Inventory {
  functions: ReadonlyMap<string, DeployedFunction>;
  mappings: readonly QueueMapping[];
  /** schedules by the function that they wake, with wake-ups a month */
  schedules: readonly { entry: string; perMonth: number }[];
  alarmMetrics: number;
  keys: number;
  secrets: number;
  /** kinds of resources that neither have a price here nor are known to be free */
  unknown: readonly string[];
}

export interface DeployedFunction {
  memoryMiB: number;
  /** X-Ray records a trace of each invocation (up to one a second) */
  traced: boolean;
  /** Lambda's own lines are logged beside the function's */
  systemLogs: boolean;
}

export interface QueueMapping {
  entry: string;
  fifo: boolean;
}

const Template = z.object({
  Resources: z
    .record(z.string(), z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }))
    .default({}),
});
type Template = z.infer<typeof Template>;
type Properties = Template['Resources'][string]['Properties'];

const Reference = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) });
const FunctionShape = z.object({
  MemorySize: z.number().default(128),
  TracingConfig: z.object({ Mode: z.string() }).optional(),
  LoggingConfig: z.object({ LogFormat: z.string().optional(), SystemLogLevel: z.string().optional() }).optional(),
  Environment: z.object({ Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string() }) }),
});

// Billed by what is done with them, which the measurement counts, or not billed at all.
const FREE = [
  /^AWS::IAM::/,
  /^AWS::Lambda::(Function|Permission|EventSourceMapping|LayerVersion|EventInvokeConfig)$/,
  /^AWS::Scheduler::/,
  /^AWS::Events::Rule$/, // what AWS itself tells is free
  /^AWS::SQS::/,
  /^AWS::SNS::/,
  /^AWS::DynamoDB::GlobalTable$/,
  /^AWS::S3::/,
  /^AWS::Logs::/,
  /^AWS::CloudWatch::Alarm$/,
  /^AWS::KMS::/,
  /^AWS::SecretsManager::/,
  /^AWS::StepFunctions::StateMachine$/,
  /^AWS::ApiGatewayV2::/,
  /^AWS::AppConfig::/, // keeping flags is free; asking for them is billed to who asks: the fleet's tasks, and a few times an action
  /^AWS::CloudFront::(Distribution|Function|OriginRequestPolicy|CachePolicy|ResponseHeadersPolicy|OriginAccessControl)$/,
  /^AWS::CDK::Metadata$/,
];

/** Reads the app's templates; the demo fleet is no part of the platform. */
export function readTemplates(assembly: string): Template[] {
  const files = globSync('*.template.json', { cwd: assembly }).filter((file) => !file.includes('Fleet'));
  if (files.length === 0) throw new Error(`${assembly} holds no templates: run npx cdk synth first`);
  return files.map((file) => Template.parse(JSON.parse(readFileSync(join(assembly, file), 'utf8'))));
}

export function inventoryOf(templates: readonly Template[]): Inventory {
  const all = templates.flatMap(({ Resources }) =>
    Object.entries(Resources).map(([id, { Type, Properties }]) => ({
      id,
      type: Type,
      properties: Properties,
      within: Resources,
    })),
  );
  const of = (type: string) => all.filter((resource) => resource.type === type);
  return {
    functions: new Map(of('AWS::Lambda::Function').map(({ properties }) => functionOf(properties))),
    mappings: of('AWS::Lambda::EventSourceMapping').flatMap(({ properties, within }) => mappingOf(properties, within)),
    schedules: of('AWS::Scheduler::Schedule').map(({ properties, within }) => scheduleOf(properties, within)),
    alarmMetrics: of('AWS::CloudWatch::Alarm').reduce((sum, { properties }) => sum + metricsOf(properties), 0),
    keys: of('AWS::KMS::Key').length,
    secrets: of('AWS::SecretsManager::Secret').length,
    unknown: [...new Set(all.map(({ type }) => type))].filter((type) => !FREE.some((free) => free.test(type))),
  };
}

function functionOf(properties: Properties): [string, DeployedFunction] {
  const { MemorySize, TracingConfig, LoggingConfig, Environment } = FunctionShape.parse(properties);
  const quiet = LoggingConfig?.LogFormat === 'JSON' && LoggingConfig.SystemLogLevel === 'WARN';
  const deployed = { memoryMiB: MemorySize, traced: TracingConfig?.Mode === 'Active', systemLogs: !quiet };
  return [Environment.Variables.POWERTOOLS_SERVICE_NAME, deployed];
}

function entryOf(reference: unknown, within: Template['Resources']): string {
  const direct = Reference.safeParse(reference);
  const id = direct.success ? direct.data['Fn::GetAtt'][0] : z.object({ Ref: z.string() }).parse(reference).Ref;
  const found = within[id];
  if (!found) throw new Error(`the function ${id} stands in another stack than what wakes it`);
  return functionOf(found.Properties)[0];
}

/** Streams are no queues, and Lambda reads a table's stream for nothing. */
function mappingOf(properties: Properties, within: Template['Resources']): QueueMapping[] {
  const source = Reference.safeParse(properties.EventSourceArn);
  const queue = source.success ? within[source.data['Fn::GetAtt'][0]] : undefined;
  if (queue?.Type !== 'AWS::SQS::Queue') return [];
  return [{ entry: entryOf(properties.FunctionName, within), fifo: queue.Properties.FifoQueue === true }];
}

function scheduleOf(properties: Properties, within: Template['Resources']) {
  const { ScheduleExpression, Target } = z
    .object({ ScheduleExpression: z.string(), Target: z.object({ Arn: z.unknown() }) })
    .parse(properties);
  const minutes = /^rate\((\d+) minutes?\)$/.exec(ScheduleExpression)?.[1];
  if (minutes === undefined) throw new Error(`the cost of a schedule of ${ScheduleExpression} is not known`);
  return { entry: entryOf(Target.Arn, within), perMonth: MINUTES_A_MONTH / Number(minutes) };
}

/** An alarm is billed by the metrics that it looks at. */
function metricsOf(properties: Properties): number {
  const list = z.array(z.object({ MetricStat: z.unknown().optional() })).safeParse(properties.Metrics);
  return list.success ? list.data.filter(({ MetricStat }) => MetricStat !== undefined).length : 1;
}
