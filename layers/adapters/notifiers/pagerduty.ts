import { secretsOf } from '#domain/integration/integration.ts';
import { pagerdutyCalls } from '#domain/integration/pagerduty.ts';
import type { Told } from '#ports';
import { type NotifierModule, postJson, skipped } from './module.ts';

/** PagerDuty, by its Events API v2: alerts under one key each from beginning to end, and what was changed. */
export const pagerduty: NotifierModule<'pagerduty'> = async (
  { integration, secrets },
  { event, extras, threads: { thread, parent } },
  tools,
) => {
  const { routing_key } = secretsOf.pagerduty.parse(secrets);
  const before = thread ?? parent;
  let told: Told = skipped('it is nothing to page for');
  for (const call of pagerdutyCalls(event, before, extras)) {
    const answer = await postJson(tools, `${integration.events_url}${call.to}`, { routing_key, ...call.body });
    told = {
      ...answer,
      ...('dedup' in call ? { thread: call.dedup } : {}),
      ...(told.thread ? { thread: told.thread } : {}),
    };
    if (answer.error !== null || answer.status === null) return withoutThread(refusedKey(told));
  }
  return told;
};

/** Only what was taken can be gone on by. */
const withoutThread = ({ thread: _, ...told }: Told): Told => told;

/** An integration that was removed in PagerDuty takes nothing any more. */
const refusedKey = (told: Told): Told =>
  told.status === 400 && /routing.?key/i.test(told.body)
    ? { ...told, gone: 'PagerDuty does not know the routing key' }
    : told;
