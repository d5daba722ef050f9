import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { canonical, fromCanonical } from '#domain/decision/canonical.ts';
import type { Decisions, KeptDecision, Standing } from '#ports';
import { conditionally } from './conditional.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);
const objectKey = (id: string): string => `decisions/${id}`;

const Standings = z.object({ decision_id: z.string(), fingerprint: z.string() });
/** We wrote it ourselves; only its form may be another version's. */
const Kept = z.custom<KeptDecision>(
  (value) => z.object({ inputs: z.object({ version: z.literal(1) }) }).safeParse(value).success,
);

/** Decisions with all that they saw, an object each, and what stands for each policy and scope, an item each. */
export function decisionLog(
  { dynamo, table }: { dynamo: DynamoDBDocumentClient; table: string },
  { s3, bucket }: { s3: S3Client; bucket: string },
): Decisions {
  const key = (policyId: string, scope: string) => ({ id: `decision#${policyId}#${scope}` });
  // what a warm function has seen stand: while nothing changes it asks nobody. Where another has written since, it is refused
  const seen = new Map<string, Standing>();

  return {
    remembers: (policyId, scope) => seen.has(key(policyId, scope).id),
    async standing(policyId, scope) {
      const Key = key(policyId, scope);
      const known = seen.get(Key.id);
      if (known) return known;
      const { Item } = await dynamo.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      if (Item === undefined) return undefined;
      const standing = Standings.parse(Item);
      seen.set(Key.id, standing);
      return standing;
    },
    async write(kept) {
      await s3.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key: objectKey(kept.decision.id),
          Body: await pack(canonical(kept)),
          ContentType: 'application/gzip',
        }),
      );
    },
    async stand(policyId, scope, next, before) {
      const Key = key(policyId, scope);
      const stood = await conditionally(() =>
        dynamo.send(
          new PutCommand({
            TableName: table,
            Item: { ...Key, ...next },
            ...(before === undefined
              ? { ConditionExpression: 'attribute_not_exists(id)' }
              : {
                  ConditionExpression: 'decision_id = :before',
                  ExpressionAttributeValues: { ':before': before.decision_id },
                }),
          }),
        ),
      );
      if (stood) seen.set(Key.id, next);
      else seen.delete(Key.id);
      return stood;
    },
    async get(id) {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: objectKey(id) }));
        const text = (await unpack((await Body?.transformToByteArray()) ?? new Uint8Array())).toString('utf8');
        return Kept.parse(fromCanonical(text));
      } catch (error) {
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return undefined;
        throw error;
      }
    },
  };
}
