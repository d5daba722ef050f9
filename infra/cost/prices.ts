/**
 * What AWS lists for us-east-1, in US dollars, as of November 2026. Each stands under the title of the page that it is
 * from; free allowances are in `allowances.ts`, because an account has them once, whatever else runs in it.
 */
export const PRICES = {
  date: '2026-11',
  region: 'us-east-1',

  // AWS Lambda Pricing (ARM)
  lambdaRequest: 0.2e-6,
  lambdaGbSecond: 0.0000133334,

  // Amazon EventBridge Pricing, Scheduler
  schedulerInvocation: 1e-6,

  // Amazon SQS Pricing: a request is up to 64 KB, and each 64 KB more are another
  sqsStandardRequest: 0.4e-6,
  sqsFifoRequest: 0.5e-6,
  sqsRequestKb: 64,

  // Amazon DynamoDB Pricing for On-Demand Capacity: a write of 1 KB, a strongly consistent read of 4 KB
  dynamoWrite: 0.625e-6,
  dynamoRead: 0.125e-6,
  dynamoWriteKb: 1,
  dynamoReadKb: 4,
  dynamoStorageGb: 0.25,
  dynamoBackupGb: 0.2,

  // Amazon S3 Pricing, S3 Standard
  s3Write: 5e-6,
  s3Read: 0.4e-6,

  // Amazon CloudWatch Pricing
  getMetricDataMetric: 0.01e-3,
  alarm: 0.1,
  customMetric: 0.3,
  logIngestGb: 0.5,
  logStorageGb: 0.03,

  // AWS X-Ray Pricing
  traceRecorded: 5e-6,

  // AWS Key Management Service Pricing; AWS Secrets Manager Pricing
  key: 1,
  keyRequest: 0.03e-4,
  secret: 0.4,
  secretRequest: 0.05e-4,

  // AWS Step Functions Pricing, standard workflows
  stateTransition: 25e-6,

  // Amazon API Gateway Pricing, HTTP APIs
  apiRequest: 1e-6,
} as const;

export type Prices = { [Name in keyof typeof PRICES]: (typeof PRICES)[Name] extends number ? number : string };
