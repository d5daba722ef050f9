import { CloudFormationClient, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import type { Scope } from '#domain/key/key.ts';
import { REGION } from '#local/environment.ts';
import type { LocalState } from '#local/state.ts';
import type { AnomalyTable } from '#ports';

const CALL_MS = 30_000;
/** More than any bench calls in an hour. */
const CALLS_AN_HOUR = 1_000_000;
const NewKey = z.object({ id: z.string(), key: z.string() });

/** An installation reached past the front, which runs in this very process: what is measured is the platform. */
export interface Deployment {
  apiUrl: string;
  streamUrl: string;
  /** the key of the bench's own, with room enough */
  key: string;
  anomalies: Pick<AnomalyTable, 'put'>;
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Takes back the bench's own key. */
  leave(): Promise<void>;
}

export async function openDeployment(state: LocalState, scopes: readonly Scope[]): Promise<Deployment> {
  const { emulator_url, admin_key } = state;
  const settings = {
    endpoint: emulator_url,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 3,
  };
  const [api, data, notification] = await Promise.all(
    ['Api', 'Data', 'Notification'].map((stack) => resourcesOf(new CloudFormationClient(settings), stack)),
  );
  const under = (id: string, stage: string) => `${emulator_url}/_aws/execute-api/${id}/${stage}`;
  const apiUrl = under(one(api, 'AWS::ApiGatewayV2::Api', 'Http'), '$default');
  const streamUrl = under(one(notification, 'AWS::ApiGatewayV2::Api', 'Sockets'), 'prod').replace(/^http/, 'ws');
  const asked = { name: 'bench', scopes, rate_limit: CALLS_AN_HOUR };
  const own = NewKey.parse(await call(`${apiUrl}/keys`, 'POST', admin_key, asked));
  const client = new DynamoDBClient(settings);
  return {
    apiUrl,
    streamUrl,
    key: own.key,
    anomalies: anomalyTable(DynamoDBDocumentClient.from(client), one(data, 'AWS::DynamoDB::GlobalTable', 'Anomalies')),
    call: (method, path, body) => call(`${apiUrl}${path}`, method, own.key, body),
    async leave() {
      client.destroy();
      await call(`${apiUrl}/keys/${own.id}`, 'DELETE', admin_key);
    },
  };
}

interface Resource {
  type: string;
  logical: string;
  physical: string;
}

async function resourcesOf(client: CloudFormationClient, stack: string): Promise<Resource[]> {
  const found: Resource[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new ListStackResourcesCommand({ StackName: `Forestall-${stack}`, NextToken }));
    for (const { ResourceType = '', LogicalResourceId = '', PhysicalResourceId = '' } of page.StackResourceSummaries ??
      [])
      found.push({ type: ResourceType, logical: LogicalResourceId, physical: PhysicalResourceId });
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

/** CDK adds eight hex digits to the id that the code gives. */
function one(resources: readonly Resource[] | undefined, type: string, id: string): string {
  const pattern = new RegExp(`^${id}[0-9A-F]{8}$`);
  const found = resources?.find((resource) => resource.type === type && pattern.test(resource.logical));
  if (!found) throw new Error(`the deployment has no ${type} ${id}`);
  return found.physical;
}

async function call(url: string, method: string, key: string, body?: unknown): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { 'X-API-Key': key },
    signal: AbortSignal.timeout(CALL_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text.slice(0, 300)}`);
  return text === '' ? undefined : JSON.parse(text);
}
