import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { ECSClient } from '@aws-sdk/client-ecs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { REGION } from './environment.ts';
import { LocalError } from './errors.ts';

function settings(emulatorUrl: string) {
  return {
    endpoint: emulatorUrl,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  };
}

/** @param url the emulator's, or that of what stands before its ECS */
export const ecsClient = (url: string): ECSClient => new ECSClient(settings(url));

/** Whether a stack is there and was not left broken. */
export async function stackExists(emulatorUrl: string, name: string): Promise<boolean> {
  const client = new CloudFormationClient(settings(emulatorUrl));
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return (Stacks ?? []).some(({ StackStatus }) => /^(CREATE|UPDATE)_COMPLETE$/.test(StackStatus ?? ''));
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationError') return false; // CloudFormation's "does not exist"
    throw error;
  } finally {
    client.destroy();
  }
}

const KeySecret = z.object({ id: z.string(), secret: z.string().min(1) });

/** The admin's API key, from the secret that the deploy made.
 *  @returns `rp_<id>_<secret>` */
export async function readAdminKey(emulatorUrl: string, secretName: string): Promise<string> {
  const client = new SecretsManagerClient(settings(emulatorUrl));
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretName }));
    const { id, secret } = KeySecret.parse(JSON.parse(SecretString ?? ''));
    return `rp_${id}_${secret}`;
  } catch (cause) {
    // Never the value, not even in part: only which secret it was.
    throw new LocalError(
      `The admin key could not be read from the secret ${secretName}.`,
      'Start with --fresh to deploy anew.',
      { cause },
    );
  } finally {
    client.destroy();
  }
}

/** Wakes a function now, and does not wait for it: its schedule would come to it within a minute anyhow. */
export async function wake(emulatorUrl: string, functionName: string): Promise<void> {
  const client = new LambdaClient(settings(emulatorUrl));
  try {
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload: '{}' }));
  } finally {
    client.destroy();
  }
}
