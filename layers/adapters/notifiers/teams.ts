import { secretsOf } from '#domain/integration/integration.ts';
import { teamsMessage } from '#domain/integration/teams.ts';
import { failed, type NotifierModule, postJson } from './module.ts';

/** Microsoft Teams: an Adaptive Card to the address of a workflow. */
export const teams: NotifierModule<'teams'> = async ({ secrets }, { event, extras }, tools) => {
  const { webhook_url } = secretsOf.teams.parse(secrets);
  const answer = await postJson(tools, webhook_url, teamsMessage(event, extras));
  // connectors, the older kind, answer 200 to what they could not deliver, and say so in words
  return answer.error === null && /delivery failed/i.test(answer.body)
    ? failed(answer, answer.body.slice(0, 300))
    : answer;
};
