import { createHmac, randomBytes } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';

const PREFIX = 'whsec_';

export const newSecret = (): string => `${PREFIX}${randomBytes(24).toString('base64')}`;

/** A secret's bytes: base64 behind `whsec_`, as Standard Webhooks says, and otherwise its own. */
export const secretBytes = (secret: string): Buffer =>
  secret.startsWith(PREFIX) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.from(secret, 'utf8');

/** Whether something is left to sign with: Node reads base64 leniently, a stock client does not. */
export function isUsableSecret(secret: string): boolean {
  if (!secret.startsWith(PREFIX)) return secret.length > 0;
  const encoded = secret.slice(PREFIX.length);
  return encoded.length > 0 && Buffer.from(encoded, 'base64').toString('base64') === encoded;
}

export interface Signed {
  body: string;
  headers: Record<string, string>;
}

/**
 * A delivery's body and headers. The body's own signature is its last member: an HMAC-SHA256 over the bytes of the body
 * without that member and the comma before it, so that a receiver needs no serialiser. The headers are those of Standard
 * Webhooks (standardwebhooks.com) and cover the body as sent.
 * @param secrets newest first. Each signs in the header, where there is room for several; the body, which holds one, is
 * signed with the oldest, so that a rotation changes nothing for who knows only that one until its overlap ends
 */
export function sign(
  content: { event: string; timestamp: string; data: unknown; id: string },
  secrets: readonly [string, ...string[]],
  at: Date,
): Signed {
  const keys = secrets.map(secretBytes);
  const bare = JSON.stringify(content);
  const signature = `sha256=${createHmac('sha256', secretBytes(secrets.at(-1) ?? secrets[0]))
    .update(bare)
    .digest('hex')}`;
  const body = `${bare.slice(0, -1)},"signature":${JSON.stringify(signature)}}`;
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': content.id,
      'webhook-timestamp': `${Math.floor(at.getTime() / 1000)}`,
      'webhook-signature': keys
        .map((key) => new StandardWebhook(key, { format: 'raw' }).sign(content.id, at, body))
        .join(' '),
    },
  };
}
