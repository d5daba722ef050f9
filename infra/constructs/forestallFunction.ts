import { Duration } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { App } from '../app.ts';
import { explain } from '../nag.ts';
import { logGroup } from './logGroup.ts';
import type { Store } from './store.ts';

export interface FunctionOptions {
  /** path below `functions/`, without `.ts` */
  entry: string;
  timeoutSeconds: number;
  memoryMiB?: number;
  environment?: Record<string, string>;
}

/** MiB at which Lambda gives a whole processor: for who computes, half the memory is twice the time at the same price. */
export const WHOLE_PROCESSOR = 1_769;

/** Lambda records up to one trace a second and takes no other rate, so of what wakes by itself it would record and bill each
 *  wake-up: $1 a month where metrics are pulled each minute, $4.50 at ten seconds. What a caller or a remediation begins is
 *  traced, and through the queues and streams behind it. */
const tracingOf = (entry: string): Tracing =>
  /^(http|socket|workflow)\//.test(entry) ? Tracing.ACTIVE : Tracing.PASS_THROUGH;

/** A function of ours: ARM, newest runtime, a log group with an end, and a role that may write to that group alone. */
export class ForestallFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, app: App, options: FunctionOptions) {
    const ownLog = logGroup(scope, `${id}Logs`, app);
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    ownLog.grantWrite(role);
    super(scope, id, {
      code: Code.fromAsset(app.bundle.codeOf(options.entry)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: options.memoryMiB ?? 512,
      timeout: Duration.seconds(options.timeoutSeconds),
      role,
      logGroup: ownLog,
      loggingFormat: LoggingFormat.JSON,
      tracing: app.settings.local ? Tracing.DISABLED : tracingOf(options.entry),
      environment: {
        // url.parse is a dependency's (aws-xray-sdk): a line in each log that nobody here can mend
        NODE_OPTIONS: '--enable-source-maps --disable-warning=DEP0169',
        POWERTOOLS_SERVICE_NAME: options.entry,
        POWERTOOLS_TRACE_ENABLED: app.settings.local ? 'false' : 'true',
        ...(app.settings.ecsEndpoint === undefined ? {} : { AWS_ENDPOINT_URL_ECS: app.settings.ecsEndpoint }),
        ...(app.settings.standInsEndpoint === undefined
          ? {}
          : {
              AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING: app.settings.standInsEndpoint,
              AWS_ENDPOINT_URL_SSM: app.settings.standInsEndpoint,
            }),
        ...options.environment,
      },
    });
    explain(this, 'AwsSolutions-IAM5', 'the indexes of a table that it is given', [{ regex: '/^Resource::.*index/' }]);
    explain(this, 'AwsSolutions-IAM5', 'traces know no resource', ['Resource::*']);
    if (app.protection.key) {
      const ways = ['Action::kms:ReEncrypt*', 'Action::kms:GenerateDataKey*'];
      explain(this, 'AwsSolutions-IAM5', 'every way of the one key by which a queue of its is encrypted', ways);
    }
  }

  /** Gives it a table by the variable that its code reads, and these calls on it alone. */
  uses({ table, variable }: Store, ...calls: readonly TableCall[]): this {
    this.addEnvironment(variable, table.tableName);
    table.grant(this, ...calls.map((call) => `dynamodb:${call}`));
    return this;
  }

  allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions?: Record<string, Record<string, string>>,
  ): this {
    this.addToRolePolicy(
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources], conditions }),
    );
    return this;
  }
}

export type TableCall =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';
