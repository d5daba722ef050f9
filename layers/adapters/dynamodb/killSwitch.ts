import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { Instant } from '#domain/time.ts';
import type { Clock, KillSwitch } from '#ports';

const Stored = z.object({ enabled: z.boolean(), reason: z.string(), by: z.string(), at: Instant });
const KEY = { id: 'switch' };

/** @param now a client with one try and one second: no answer means no */
export function killSwitch(now: DynamoDBDocumentClient, table: string, clock: Clock): KillSwitch {
  return {
    async read() {
      const { Item } = await now.send(new GetCommand({ TableName: table, Key: KEY, ConsistentRead: true }));
      if (Item === undefined)
        return { enabled: true, reason: 'never switched off', by: 'deployment', at: new Date(0).toISOString() };
      return Stored.parse(Item);
    },
    async set(enabled, reason, by) {
      const at = new Date(clock.now() * 1000).toISOString();
      await now.send(new PutCommand({ TableName: table, Item: { ...KEY, enabled, reason, by, at } }));
    },
  };
}
