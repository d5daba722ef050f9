import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { historyTable } from '#adapters/dynamodb/historyTable.ts';
import { seriesId } from '#domain/series/series.ts';
import { seeded } from '#fleet/random.ts';
import type { HistoryBlock } from '#ports';
import { type Endpoint, USUAL } from './quietServices.ts';

const WEEKS = 4;
const BLOCK_SECONDS = 21_600;
const MINUTE = 60;
const RETENTION = 90 * 86_400;
const AT_ONCE = 25;

/** Four weeks of what quiet services showed, each minute: what forecasts look back at, which an hour-old installation has
 *  not yet. Resource metrics go with the day, the others are steady. */
export async function storeQuietHistory(to: Endpoint, table: string, names: readonly string[]): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(to));
  const store = historyTable(client, table, RETENTION);
  const until = Math.floor(Date.now() / 1000 / BLOCK_SECONDS) * BLOCK_SECONDS;
  const random = seeded(12);
  const blocks = names.flatMap((service) =>
    Object.entries(USUAL).flatMap(([metric, usual]) => {
      const still = metric === 'running_tasks' || metric === 'connection_pool_usage' || metric === 'error_rate';
      const value = (at: number) =>
        still ? usual : usual * (1 + 0.2 * Math.sin((2 * Math.PI * at) / 86_400) + 0.06 * (random() - 0.5));
      return Array.from({ length: (WEEKS * 7 * 86_400) / BLOCK_SECONDS }, (_, index): HistoryBlock => {
        const start = until - (index + 1) * BLOCK_SECONDS;
        const points = Array.from({ length: BLOCK_SECONDS / MINUTE }, (_each, minute) => {
          const at = start + minute * MINUTE;
          return { at, value: value(at) };
        });
        return { series: seriesId(service, metric), start, step: MINUTE, points };
      });
    }),
  );
  for (let first = 0; first < blocks.length; first += AT_ONCE) await store.put(blocks.slice(first, first + AT_ONCE));
  client.destroy();
}
