import { secretsOf } from '#domain/integration/integration.ts';
import { opsgenieCall } from '#domain/integration/opsgenie.ts';
import { type NotifierModule, postJson, skipped } from './module.ts';

/** Opsgenie, by its Alert API: an alert under one alias, acknowledged and closed by it. */
export const opsgenie: NotifierModule<'opsgenie'> = async (
  { integration, secrets },
  { event, extras, threads: { thread, parent } },
  tools,
) => {
  const { api_key } = secretsOf.opsgenie.parse(secrets);
  const call = opsgenieCall(event, thread ?? parent, extras, integration.responders);
  if (call === undefined) return skipped('it is nothing to page for');
  const url = `${integration.api_url.replace(/\/+$/, '')}/v2/alerts${call.path}`;
  const answer = await postJson(tools, url, call.body, { authorization: `GenieKey ${api_key}` });
  return answer.error === null && answer.status !== null ? { ...answer, thread: call.alias } : answer;
};
