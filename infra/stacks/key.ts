import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

const USES = ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'];
const SERVICES = ['dynamodb', 's3', 'sqs', 'sns', 'secretsmanager'];

/** The key that `compliance.encryption` asks for. Losing it loses everything: it is never deleted with its stack. */
export class KeyStack extends Stack {
  readonly key: Key;

  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, description: "Forestall: the key of one's own for what is kept" });
    this.key = new Key(this, 'DataKey', {
      description: 'Forestall: encrypts tables, buckets, queues and logs',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.#throughServices();
    this.#forLogs();
    this.#forAlarms();
  }

  /** Whoever may use a table, a bucket or a queue uses its key through it, and in no other way: as with AWS's own keys. */
  #throughServices(): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        actions: [...USES, 'kms:CreateGrant'],
        principals: [new AnyPrincipal()],
        resources: ['*'],
        conditions: {
          StringEquals: {
            'kms:CallerAccount': this.account,
            'kms:ViaService': SERVICES.map((service) => `${service}.${this.region}.${this.urlSuffix}`),
          },
        },
      }),
    );
  }

  #forLogs(): void {
    const groups = `arn:${this.partition}:logs:${this.region}:${this.account}:log-group:*`;
    this.key.addToResourcePolicy(
      new PolicyStatement({
        actions: USES,
        principals: [new ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
      }),
    );
  }

  /** An alarm publishes to the encrypted topic by itself, and a rule to its encrypted dead letters. */
  #forAlarms(): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com'), new ServicePrincipal('events.amazonaws.com')],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    );
  }
}
