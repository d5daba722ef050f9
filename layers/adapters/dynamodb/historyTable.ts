import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Point } from '#domain/detection/voice.ts';
import type { HistoryBlock, HistoryStore } from '#ports';

/** The longest block: a query for a time begins with the block that may hold it. */
const LONGEST_BLOCK = 21_600;

/** Offsets from the block's start in steps, then values: what compresses to about a kilobyte for six hours. */
function pack({ start, step, points }: HistoryBlock): Uint8Array {
  const bytes = Buffer.alloc(points.length * 6);
  points.forEach(({ at, value }, index) => {
    bytes.writeUInt16LE(Math.round((at - start) / step), index * 2);
    bytes.writeFloatLE(value, points.length * 2 + index * 4);
  });
  return deflateRawSync(bytes);
}

function unpack(packed: Uint8Array, start: number, step: number): Point[] {
  const bytes = inflateRawSync(packed);
  const count = bytes.length / 6;
  return Array.from({ length: count }, (_, index) => ({
    at: start + bytes.readUInt16LE(index * 2) * step,
    value: bytes.readFloatLE(count * 2 + index * 4),
  }));
}

/** Blocks of history, one item a block, gone after the retention. Writing a block again writes the same item. */
export function historyTable(client: DynamoDBDocumentClient, table: string, retentionSeconds: number): HistoryStore {
  return {
    async put(blocks) {
      await Promise.all(
        blocks.map((block) =>
          client.send(
            new PutCommand({
              TableName: table,
              Item: {
                series: block.series,
                start: block.start,
                step: block.step,
                points: pack(block),
                ttl: block.start + LONGEST_BLOCK + retentionSeconds,
              },
            }),
          ),
        ),
      );
    },
    async read(series, from, until) {
      const points: Point[] = [];
      let key: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: 'series = :series AND #start BETWEEN :from AND :until',
            ExpressionAttributeNames: { '#start': 'start' },
            ExpressionAttributeValues: { ':series': series, ':from': from - LONGEST_BLOCK, ':until': until },
            ExclusiveStartKey: key,
          }),
        );
        for (const item of page.Items ?? []) points.push(...unpack(item.points, item.start, item.step));
        key = page.LastEvaluatedKey;
      } while (key);
      return points.filter(({ at }) => at >= from && at < until);
    },
  };
}
