import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { AppConfigClient } from '@aws-sdk/client-appconfig';
import { AppConfigDataClient } from '@aws-sdk/client-appconfigdata';
import { ApplicationAutoScalingClient } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ECSClient } from '@aws-sdk/client-ecs';
import { EKSClient } from '@aws-sdk/client-eks';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { counted } from './calls.ts';
import { environment } from './environment.ts';
import { tracer } from './powertools.ts';

// Timeouts are short because a function that waits is billed, and retries are bounded: the SDK's standard mode backs
// off with full jitter between them. One connection pool a client is kept over warm invocations. A timeout is an error
// only where that is said: otherwise the SDK warns and waits on.
const within = (requestTimeout: number, connectionTimeout = 1_000) => ({
  connectionTimeout,
  requestTimeout,
  throwOnRequestTimeout: true,
});
const common = {
  maxAttempts: 3,
  retryMode: 'standard',
  requestHandler: { ...within(5_000), httpsAgent: { keepAlive: true, maxSockets: 50 } },
};

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const traced = <T extends Parameters<typeof counted>[0]>(client: T): T => tracer.captureAWSv3Client(counted(client));

export const dynamo = /* @__PURE__ */ once(() =>
  DynamoDBDocumentClient.from(traced(new DynamoDBClient(common)), { marshallOptions: { removeUndefinedValues: true } }),
);
/** For what must be read now or not at all (the kill switch, just before a change): one try, one second. */
export const dynamoNow = /* @__PURE__ */ once(() =>
  DynamoDBDocumentClient.from(
    traced(
      new DynamoDBClient({
        ...common,
        maxAttempts: 1,
        requestHandler: within(1_000, 500),
      }),
    ),
    { marshallOptions: { removeUndefinedValues: true } },
  ),
);
/** Path style, because bucket names do not resolve as hosts everywhere. */
export const s3 = /* @__PURE__ */ once(() => traced(new S3Client({ ...common, forcePathStyle: true })));
/** To the client's own endpoint: a queue's URL may name its host otherwise, and each call would warn of it. */
export const sqs = /* @__PURE__ */ once(() => traced(new SQSClient({ ...common, useQueueUrlAsEndpoint: false })));
export const cloudwatch = /* @__PURE__ */ once(() =>
  traced(new CloudWatchClient({ ...common, requestHandler: within(10_000) })),
);
export const applicationAutoScaling = /* @__PURE__ */ once(() => traced(new ApplicationAutoScalingClient(common)));
export const eks = /* @__PURE__ */ once(() => traced(new EKSClient(common)));
/** Never called: what it is configured with signs the tokens of EKS. */
export const sts = /* @__PURE__ */ once(() => new STSClient(common));
export const ecs = /* @__PURE__ */ once(() => traced(new ECSClient(common)));
export const appConfig = /* @__PURE__ */ once(() => traced(new AppConfigClient(common)));
export const appConfigData = /* @__PURE__ */ once(() => traced(new AppConfigDataClient(common)));
export const httpApis = /* @__PURE__ */ once(() => traced(new ApiGatewayV2Client(common)));
export const restApis = /* @__PURE__ */ once(() => traced(new APIGatewayClient(common)));
export const stepFunctions = /* @__PURE__ */ once(() => traced(new SFNClient(common)));
export const secrets = /* @__PURE__ */ once(() => traced(new SecretsManagerClient(common)));
export const lambda = /* @__PURE__ */ once(() => traced(new LambdaClient(common)));
/** For calls of others' functions: an answer that is lost may belong to a call that was heard, so none is repeated. */
export const lambdaOnce = /* @__PURE__ */ once(() =>
  traced(new LambdaClient({ ...common, maxAttempts: 1, requestHandler: within(15_000) })),
);
export const ssm = /* @__PURE__ */ once(() => traced(new SSMClient(common)));
export const ses = /* @__PURE__ */ once(() => traced(new SESv2Client(common)));
export const sns = /* @__PURE__ */ once(() => traced(new SNSClient(common)));
export const kms = /* @__PURE__ */ once(() => traced(new KMSClient(common)));
/** A subscriber that does not answer holds its place for four seconds at most. */
export const sockets = /* @__PURE__ */ once(() =>
  traced(
    new ApiGatewayManagementApiClient({
      ...common,
      endpoint: environment('WEBSOCKET_ENDPOINT'),
      maxAttempts: 2,
      requestHandler: within(2_000),
    }),
  ),
);
