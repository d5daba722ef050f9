import { setTimeout } from 'node:timers/promises';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type AutonomyRecord, Outcome, Word, withOutcome } from '#domain/remediation/autonomy.ts';
import type { AutonomyKey, AutonomyRecords } from '#ports';
import { conditionally } from './conditional.ts';

const Stored = z.object({
  outcomes: z.array(Outcome).default([]),
  word: Word.nullable().default(null),
  revision: z.number().default(0),
});
const TRIES = 5;
const PAUSE_MS = 40;

/** Records of autonomy, one item a policy, service and type of action; each write needs the revision that it read. */
export function autonomyRecords(client: DynamoDBDocumentClient, table: string): AutonomyRecords {
  const key = ({ policyId, service, type }: AutonomyKey) => ({ id: `autonomy#${policyId}#${service}#${type}` });
  const stored = async (of: AutonomyKey) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: key(of), ConsistentRead: true }));
    return Stored.parse(Item ?? {});
  };
  const revise = async (of: AutonomyKey, change: (record: AutonomyRecord) => AutonomyRecord): Promise<void> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const { revision, ...record } = await stored(of);
      const { outcomes, word } = change(record);
      const written = await conditionally(() =>
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: key(of),
            UpdateExpression: 'SET outcomes = :outcomes, word = :word, revision = :next',
            ConditionExpression: 'attribute_not_exists(revision) OR revision = :revision',
            ExpressionAttributeValues: {
              ':outcomes': outcomes,
              ':word': word,
              ':next': revision + 1,
              ':revision': revision,
            },
          }),
        ),
      );
      if (written) return;
      await setTimeout(PAUSE_MS * (tries + 1) * Math.random()); // who lost the race comes back at another moment
    }
    throw new Error(`the record of ${of.policyId} is written by too many at once`);
  };
  return {
    async read(of) {
      const { outcomes, word } = await stored(of);
      return { outcomes, word };
    },
    note: (of, outcome) => revise(of, (record) => withOutcome(record, outcome)),
    say: (of, word) => revise(of, ({ outcomes }) => ({ outcomes, word })),
  };
}
