import * as z from 'zod';
import { ApiKey, Scope } from '#domain/key/key.ts';
import { Instant } from '#domain/time.ts';
import { pageOf, pageQuery } from './page.ts';
import { route } from './route.ts';
import { said } from './said.ts';
import { Overlap, When } from './when.ts';

const tag = 'Keys';
const byId = z.object({ id: z.string().min(1).max(64) });

export const KeyRequest = z
  .strictObject({
    name: said(200),
    description: z.string().max(1_000).default(''),
    scopes: z.array(Scope).min(1, 'a key without a scope opens nothing'),
    namespaces: z
      .array(z.string().min(1).max(100))
      .min(1)
      .nullable()
      .default(null)
      .describe('it sees all and changes only what is theirs; null: no such limit'),
    rate_limit: z.number().int().positive().max(1_000_000).default(1_000).describe('calls an hour'),
    expires_at: When.nullable().default(null),
  })
  .meta({
    id: 'KeyRequest',
    example: { name: 'prod-api-key', description: 'Production API access', scopes: ['read', 'write'] },
  });

/** A key as it is answered: everything but its secret, which is not known here either. */
export const Key = ApiKey.omit({ previous: true })
  .extend({
    previous_until: Instant.nullable().describe('until when the secret before the last rotation still opens'),
  })
  .meta({ id: 'Key' });

const KeyOnce = Key.extend({ key: z.string().describe('the key itself: shown this once') }).meta({ id: 'NewKey' });

export const listKeys = route({
  id: 'listKeys',
  method: 'GET',
  path: '/keys',
  scope: 'admin',
  tag,
  summary: 'The keys that were made here, newest first; the admin key is in Secrets Manager',
  query: z.object(pageQuery),
  answers: { 200: { description: 'The keys', schema: pageOf('keys', Key) } },
});

export const getKey = route({
  id: 'getKey',
  method: 'GET',
  path: '/keys/{id}',
  scope: 'admin',
  tag,
  summary: 'A key, by its id; not what it opens with',
  params: byId,
  answers: { 200: { description: 'The key', schema: Key } },
});

export const createKey = route({
  id: 'createKey',
  method: 'POST',
  path: '/keys',
  scope: 'admin',
  tag,
  summary: 'Makes a key and shows it once; only its hash is kept',
  body: KeyRequest,
  answers: { 201: { description: 'The key', schema: KeyOnce } },
});

export const deleteKey = route({
  id: 'deleteKey',
  method: 'DELETE',
  path: '/keys/{id}',
  scope: 'admin',
  tag,
  summary: 'Revokes a key: the very next call with it is refused, and its connections to the stream are closed',
  params: byId,
  answers: { 204: { description: 'It opens nothing any more' } },
});

export const rotateKey = route({
  id: 'rotateKey',
  method: 'POST',
  path: '/keys/{id}/rotate',
  scope: 'admin',
  tag,
  summary: 'Gives a key a new secret; the old one still opens for a while',
  params: byId,
  body: z
    .strictObject({
      overlap: Overlap.describe('how long the old secret still opens; 0 ends it now'),
    })
    .meta({ id: 'KeyRotation', example: { overlap: '24h' } }),
  answers: { 200: { description: 'The key with its new secret', schema: KeyOnce } },
});

const RateLeft = z
  .object({ limit: z.number().int(), remaining: z.number().int(), reset_at: Instant })
  .meta({ id: 'RateLeft', description: 'calls an hour, how many of them are left, and when it begins anew' });

export const validateKey = route({
  id: 'validateKey',
  method: 'POST',
  path: '/validate',
  scope: 'any key',
  tag,
  summary: 'Whether this key is good, and for what; an unknown one is answered 401 with `valid: false`',
  answers: {
    200: {
      description: 'The key is good',
      schema: z
        .object({ valid: z.literal(true), name: z.string(), scopes: z.array(Scope), rate_limit: RateLeft })
        .meta({ id: 'KeyValidity' }),
    },
  },
});

export const getRateLimit = route({
  id: 'getRateLimit',
  method: 'GET',
  path: '/rate-limit/{hash}',
  scope: 'admin',
  tag,
  summary: "What is left of a key's hour, by the hash or the id that the list of keys gives",
  params: z.object({ hash: z.string().min(1).max(64) }),
  answers: {
    200: {
      description: 'What is left',
      schema: RateLeft.extend({ key_id: z.string(), name: z.string() }).meta({ id: 'KeyRate' }),
    },
  },
});

export const keyRoutes = [listKeys, createKey, getKey, deleteKey, rotateKey, validateKey, getRateLimit];
