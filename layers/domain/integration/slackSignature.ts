import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EpochSeconds } from '../time.ts';

/** Older than this a request may be somebody's who has seen it (docs.slack.dev, Verifying requests). */
const WINDOW_SECONDS = 300;

/** The signature of a request of Slack's, version v0. */
export const slackSignature = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

/** Whether a request was signed with this secret, and just now. @param body as its bytes came */
export function isSlacks(
  { timestamp, signature, body }: { timestamp: string | undefined; signature: string | undefined; body: string },
  secret: string,
  now: EpochSeconds,
): boolean {
  if (timestamp === undefined || signature === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp)) > WINDOW_SECONDS) return false;
  const expected = Buffer.from(slackSignature(secret, timestamp, body));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
