import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App as CdkApp } from 'aws-cdk-lib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { Configuration } from '#domain/configuration/configuration.ts';
import { complying } from '#domain/policy/compliance.ts';
import type { Compliance } from '#domain/policy/document.ts';
import { forestall, UnknownRegion } from './app.ts';

const Resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
});
const Policy = z.object({
  PolicyDocument: z.object({
    Statement: z.array(z.looseObject({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() })),
  }),
  Roles: z.array(z.object({ Ref: z.string() })),
});
const AWS = { CDK_DEFAULT_ACCOUNT: '123456789012', CDK_DEFAULT_REGION: 'eu-west-1' };
const asked: Compliance = { audit_logging: 'enabled', data_retention: '7y', encryption: 'AES-256' };

let code: string;
let cdk: CdkApp;
beforeAll(() => {
  code = mkdtempSync(join(tmpdir(), 'forestall-code-'));
  writeFileSync(join(code, 'index.mjs'), 'export const handler = () => {};');
  cdk = made(asked);
  resourcesOf(cdk); // the first synthesis takes the longest
}, 300_000);
afterAll(() => rmSync(code, { recursive: true }));

/** The app as these files would make it. What its functions do is no matter here. */
function made(compliance: Compliance | null, env: NodeJS.ProcessEnv = AWS, context: Record<string, string> = {}) {
  const configuration = complying(Configuration.parse({ retention: { logs: '30d', history: '90d' } }), compliance);
  const read = () => ({ installation: { configuration, policies: [], compliance }, bundle: { codeOf: () => code } });
  const flags = z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync('cdk.json', 'utf8')));
  return forestall(new CdkApp({ context: { ...flags.context, ...context } }), env, read);
}

type Found = z.infer<typeof Resource> & { id: string };
/** What each stack would deploy, once an app. */
const synthesized = new Map<CdkApp, Found[]>();
function resourcesOf(app: CdkApp): Found[] {
  const there = synthesized.get(app);
  if (there) return there;
  const found = app.synth().stacks.flatMap(({ template }) => {
    const { Resources = {} } = z.object({ Resources: z.record(z.string(), Resource).optional() }).parse(template);
    return Object.entries(Resources).map(([id, resource]) => ({ ...resource, id }));
  });
  synthesized.set(app, found);
  return found;
}
const ofType = (type: string, app = cdk): Found[] => {
  const found = resourcesOf(app).filter(({ Type }) => Type === type);
  expect(found.length, type).toBeGreaterThan(0);
  return found;
};
const auditBucket = (app = cdk) => {
  const [bucket] = ofType('AWS::S3::Bucket', app).filter(({ id }) => id.startsWith('AuditRecords'));
  if (!bucket) throw new Error('the audit has no bucket');
  return bucket;
};
const logsOf = (app: CdkApp) => ofType('AWS::Logs::LogGroup', app).map(({ Properties }) => Properties.RetentionInDays);

describe('data_retention: 7y', () => {
  test('locks what is recorded for that long, leap days included, and no rule takes it away earlier', () => {
    const { Properties, DeletionPolicy } = auditBucket();
    expect(Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 2557 } },
      },
      VersioningConfiguration: { Status: 'Enabled' },
    });
    expect(Properties.LifecycleConfiguration).toBeUndefined();
    expect(DeletionPolicy).toBe('Retain');
  });

  test('keeps every log for that long, also when its stack is gone', () => {
    for (const { Properties, DeletionPolicy, id } of ofType('AWS::Logs::LogGroup')) {
      expect(Number(Properties.RetentionInDays), id).toBeGreaterThanOrEqual(2557);
      expect(DeletionPolicy, id).toBe('Retain');
    }
  });

  test('keeps what happened: no time to live that is shorter, and tables that outlive their stack', () => {
    const { retention } = complying(Configuration.parse({}), asked);
    expect(retention).toEqual({
      history: 2557 * 86_400,
      logs: 2557 * 86_400,
      deliveries: 2557 * 86_400,
      decisions: 2557 * 86_400,
    });
    const kept = ofType('AWS::DynamoDB::GlobalTable').filter(({ id }) =>
      /^(Audit|Actions|Anomalies|Feedback|Policies|History|Deliveries)/.test(id),
    );
    expect(kept).toHaveLength(7);
    for (const { DeletionPolicy, Properties, id } of kept) {
      expect(DeletionPolicy, id).toBe('Retain');
      expect(Properties.Replicas, id).toMatchObject([
        { DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } },
      ]);
    }
    const [state] = ofType('AWS::S3::Bucket').filter(({ id }) => id.startsWith('State'));
    expect(state?.Properties.LifecycleConfiguration).toMatchObject({
      Rules: [{ Prefix: 'decisions/', ExpirationInDays: expect.any(Number) }],
    });
    const [{ ExpirationInDays }] = z
      .object({ Rules: z.tuple([z.object({ ExpirationInDays: z.number() })]) })
      .parse(state?.Properties.LifecycleConfiguration).Rules;
    expect(ExpirationInDays).toBeGreaterThanOrEqual(2557);
  });

  test('shortens nothing that is kept longer', () => {
    const { retention } = complying(Configuration.parse({ retention: { history: '10y', logs: '1d' } }), {
      data_retention: '2y',
    });
    expect([retention.history, retention.logs]).toEqual(['10y', 731 * 86_400]);
  });
});

describe('encryption: AES-256', () => {
  const named = (value: unknown): string => JSON.stringify(value ?? null);
  test('has a key of its own, rotated, that outlives everything', () => {
    const keys = ofType('AWS::KMS::Key').filter(({ id }) => id.startsWith('DataKey'));
    expect(keys).toMatchObject([{ Properties: { EnableKeyRotation: true }, DeletionPolicy: 'Retain' }]);
  });

  test.each([
    ['AWS::SQS::Queue', 'KmsMasterKeyId'],
    ['AWS::Logs::LogGroup', 'KmsKeyId'],
    ['AWS::SNS::Topic', 'KmsMasterKeyId'],
    ['AWS::SecretsManager::Secret', 'KmsKeyId'],
  ])('%s: each with it', (type, member) => {
    for (const { Properties, id } of ofType(type)) expect(named(Properties[member]), id).toContain('DataKey');
  });

  test('tables: each with it', () => {
    for (const { Properties, id } of ofType('AWS::DynamoDB::GlobalTable')) {
      expect(Properties.SSESpecification, id).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      expect(named(Properties.Replicas), id).toMatch(/SSESpecification.*KMSMasterKeyId.*DataKey/);
    }
  });

  test('buckets: each with it', () => {
    for (const { Properties, id } of ofType('AWS::S3::Bucket')) {
      expect(named(Properties.BucketEncryption), id).toMatch(/"SSEAlgorithm":"aws:kms"/);
      expect(named(Properties.BucketEncryption), id).toContain('DataKey');
    }
  });

  test('the key is used through these services alone, by this account', () => {
    const [key] = ofType('AWS::KMS::Key').filter(({ id }) => id.startsWith('DataKey'));
    const open = z
      .object({
        KeyPolicy: z.object({
          Statement: z.array(z.looseObject({ Principal: z.unknown(), Condition: z.unknown().optional() })),
        }),
      })
      .parse(key?.Properties)
      .KeyPolicy.Statement.filter(({ Principal }) => named(Principal) === '{"AWS":"*"}');
    expect(open).toHaveLength(1);
    expect(open[0]?.Condition).toMatchObject({
      StringEquals: {
        'kms:CallerAccount': '123456789012',
        'kms:ViaService': expect.arrayContaining([expect.anything()]),
      },
    });
  });

  test('cdk-nag finds nothing that is not explained', () => {
    const messages = cdk.synth().stacks.flatMap((stack) => stack.messages);
    const findings = messages.filter(({ level }) => level === 'error' || level === 'warning');
    expect(findings.map(({ id, entry }) => `${id}: ${JSON.stringify(entry.data)}`)).toEqual([]);
  });

  test('needs to know its region, and says so', () => {
    expect(() => made(asked, {})).toThrow(UnknownRegion);
  });

  test('is not asked of the emulator', () => {
    const local = made(asked, { AWS_ENDPOINT_URL: 'http://localhost:4566' }, { local: 'true' });
    expect(resourcesOf(local).filter(({ id }) => id.startsWith('DataKey'))).toEqual([]);
  });
});

describe('the audit', () => {
  const statements = () =>
    resourcesOf(cdk)
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => {
        const { PolicyDocument, Roles } = Policy.parse(Properties);
        return PolicyDocument.Statement.map((statement) => ({
          role: Roles[0]?.Ref ?? '',
          actions: [statement.Action].flat(),
          on: JSON.stringify(statement.Resource),
        }));
      });
  const whoMay = (action: RegExp, on: string) => [
    ...new Set(
      statements()
        .filter((one) => one.on.includes(on) && one.actions.some((each) => action.test(each)))
        .map(({ role }) => role.replace(/Role[0-9A-F]+$/, '')),
    ),
  ];

  test('is written by one function, which cannot change or delete', () => {
    expect(whoMay(/^s3:(Put|\*)/, 'AuditRecords')).toEqual(['QueueAudit']);
    expect(whoMay(/^dynamodb:(PutItem|\*)/, 'Audit')).toEqual(['QueueAudit']);
    expect(whoMay(/^dynamodb:(UpdateItem|DeleteItem|BatchWriteItem)/, 'ExportsOutputFnGetAttAudit')).toEqual([]);
    expect(whoMay(/^s3:(Delete|Bypass|PutObjectRetention|PutObjectLegalHold|PutBucket)/, 'AuditRecords')).toEqual([]);
  });

  test('is read by who answers and who verifies', () => {
    expect(whoMay(/^s3:GetObject/, 'AuditRecords').sort()).toEqual(['HttpAudit', 'QueueAudit', 'QueueJob']);
  });

  test('is told by every function that changes something or decides', () => {
    const told = whoMay(/^sqs:SendMessage/, 'AuditEntries');
    const functions = ofType('AWS::Lambda::Function').map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''));
    for (const name of functions.filter((each) =>
      /^(Http|Workflow|StreamNotify|StreamPolicy|ScheduleEvaluate)/.test(each),
    ))
      expect(told, name).toContain(name);
  });

  test('is locked in the mode that is asked for', () => {
    const app = made({ object_lock: 'compliance', data_retention: '30d' });
    expect(auditBucket(app).Properties.ObjectLockConfiguration).toMatchObject({
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 31 } },
    });
  });
});

test('where nothing is asked, the audit is locked for a year, and nothing else is other than it was', () => {
  const app = made(null, {});
  expect(auditBucket(app).Properties.ObjectLockConfiguration).toMatchObject({
    Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: 365 } },
  });
  expect(resourcesOf(app).filter(({ id }) => id.startsWith('DataKey'))).toEqual([]);
  expect([...new Set(logsOf(app))]).toEqual([30]);
});
