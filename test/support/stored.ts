import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { anomalyTable } from '#adapters/dynamodb/anomalyTable.ts';
import { historyTable } from '#adapters/dynamodb/historyTable.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { anAnomaly } from '#domain/fixtures.ts';
import type { HistoryBlock } from '#ports';
import { local, resource } from './aws.ts';

const client = () => DynamoDBDocumentClient.from(new DynamoDBClient(local()));
const table = (beginning: string) => resource('AWS::DynamoDB::GlobalTable', beginning);

/** An episode as detection would have written it. Give it a service that nobody watches: then no policy acts on it. */
export async function storeAnomaly(change: Partial<Anomaly> & Pick<Anomaly, 'id' | 'service'>): Promise<Anomaly> {
  const at = change.detected_at ?? new Date().toISOString();
  const anomaly = anAnomaly({ started_at: at, detected_at: at, timestamp: at, updated_at: at, ...change });
  await anomalyTable(client(), table('Anomalies')).put(anomaly);
  return anomaly;
}

/** A block of history as detection would have written it. */
export const storeHistory = (block: HistoryBlock): Promise<void> =>
  historyTable(client(), table('History'), 86_400).put([block]);
