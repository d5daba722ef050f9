import type { Allowances } from './bill.ts';

/** The date of the lists below. */
export const PRICES_OF = '2026-11';

/** What AWS lists for us-east-1, in US dollars. Each stands under the title of the page that it is from. */
export const PRICES = {
  // AWS Lambda Pricing (ARM)
  lambdaRequest: 0.2e-6,
  lambdaGbSecond: 0.0000133334,

  // Amazon EventBridge Pricing, Scheduler
  schedulerInvocation: 1e-6,

  // Amazon SQS Pricing: a request is up to 64 KB, and each 64 KB more are another
  sqsStandardRequest: 0.4e-6,
  sqsFifoRequest: 0.5e-6,

  // Amazon DynamoDB Pricing for On-Demand Capacity: a write of 1 KB, a strongly consistent read of 4 KB
  dynamoWrite: 0.625e-6,
  dynamoRead: 0.125e-6,
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

  // AWS Key Management Service Pricing
  key: 1,
  keyRequest: 3e-6,

  // AWS Secrets Manager Pricing
  secret: 0.4,
  secretRequest: 5e-6,

  // Amazon API Gateway Pricing, HTTP APIs
  apiRequest: 1e-6,
} as const satisfies Record<string, number>;

export type Prices = Record<keyof typeof PRICES, number>;

/** What the same pages give every account free each month, not only in its first year. */
export const ALWAYS_FREE: Allowances = {
  lambdaRequest: 1_000_000,
  lambdaGbSecond: 400_000,
  schedulerInvocation: 14_000_000,
  sqs: 1_000_000,
  alarm: 10,
  customMetric: 10,
  logGb: 5,
  traceRecorded: 100_000,
  keyRequest: 20_000,
  storageGb: 25,
};
