import { setTimeout } from 'node:timers/promises';
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Clock, Reservations } from '#ports';
import { conditionally } from './conditional.ts';

const HOUR = 3_600;
const TRIES = 5;
const PAUSE_MS = 40;

const Entry = z.object({ intent: z.string(), at: z.number() });
const Budget = z.object({ entries: z.array(Entry).default([]), revision: z.number().default(0) });
type Budget = z.infer<typeof Budget>;

/**
 * Locks, cooldowns and budgets in the control table. Each reservation is one conditional update that names its intent
 * and expires by itself: expiry is compared here, for the table has no TTL, and no transaction is used, so that the table
 * may span regions.
 */
export function reservations(client: DynamoDBDocumentClient, table: string, clock: Clock): Reservations {
  const holder = async (id: string) => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
    return { intent: String(Item?.intent ?? ''), until: Number(Item?.expires_at ?? 0) };
  };
  /** Takes the name for the intent, if it is free, expired, the intent's own already, or one of its own attempts'. */
  const take = (id: string, intent: string, until: number) =>
    conditionally(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { id },
          UpdateExpression: 'SET intent = :intent, expires_at = :until',
          ConditionExpression:
            'attribute_not_exists(intent) OR intent = :intent OR begins_with(intent, :attempts) OR expires_at <= :now',
          ExpressionAttributeValues: {
            ':intent': intent,
            ':attempts': `${intent}:`,
            ':until': until,
            ':now': clock.now(),
          },
        }),
      ),
    );
  const release = async (id: string, intent: string) => {
    await conditionally(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { id },
          UpdateExpression: 'REMOVE intent, expires_at',
          ConditionExpression: 'intent = :intent',
          ExpressionAttributeValues: { ':intent': intent },
        }),
      ),
    ); // false: another intent holds it by now, or none
  };
  const budget = async (id: string): Promise<Budget> => {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }));
    return Budget.parse(Item ?? {});
  };
  const rewrite = (id: string, entries: Budget['entries'], revision: number) =>
    conditionally(() =>
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { id },
          UpdateExpression: 'SET entries = :entries, revision = :next',
          ConditionExpression: 'attribute_not_exists(revision) OR revision = :revision',
          ExpressionAttributeValues: { ':entries': entries, ':next': revision + 1, ':revision': revision },
        }),
      ),
    );
  /** Reads, changes and writes back, if nobody wrote in between. */
  const revise = async <T>(
    id: string,
    change: (entries: Budget['entries']) => { entries?: Budget['entries']; result: T },
  ): Promise<T> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const { entries, revision } = await budget(id);
      const recent = entries.filter(({ at }) => at > clock.now() - HOUR);
      const { entries: next, result } = change(recent);
      if (next === undefined || (await rewrite(id, next, revision))) return result;
      await setTimeout(PAUSE_MS * (tries + 1) * Math.random()); // who lost the race comes back at another moment
    }
    throw new Error(`${id} is written by too many at once`);
  };

  return {
    async lockService(service, intent, until) {
      const id = `lock#${service}`;
      return (await take(id, intent, until)) ? { ok: true } : { ok: false, by: (await holder(id)).intent };
    },
    unlockService: (service, intent) => release(`lock#${service}`, intent),
    async cool(name, intent, until) {
      const id = `cooldown#${name}`;
      return (await take(id, intent, until)) ? { ok: true } : { ok: false, until: (await holder(id)).until };
    },
    uncool: (name, intent) => release(`cooldown#${name}`, intent),
    async holder(what, name) {
      const held = await holder(`${what}#${name}`);
      return held.until > clock.now() ? held : undefined;
    },
    spend: (name, intent, limit) =>
      revise<{ ok: true } | { ok: false; spent: number }>(`budget#${name}`, (entries) => {
        // a repeat of an intent that died before its claim counts from now, or it would be forgotten too early
        const others = entries.filter((entry) => entry.intent !== intent);
        if (others.length >= limit) return { result: { ok: false, spent: others.length } };
        return { entries: [...others, { intent, at: clock.now() }], result: { ok: true } };
      }),
    unspend: (name, intent) =>
      revise<void>(`budget#${name}`, (entries) => ({
        entries: entries.filter((entry) => entry.intent !== intent),
        result: undefined,
      })),
    async spent(name) {
      const { entries } = await budget(`budget#${name}`);
      return entries.filter(({ at }) => at > clock.now() - HOUR).length;
    },
  };
}
