import { slackSignature } from '#domain/integration/slackSignature.ts';
import { installation } from '../installation.ts';
import { until } from '../until.ts';
import { SIGNING_SECRET, type SlackPost } from './slack.ts';

export interface Button {
  action_id: string;
  value: string;
}

/** The button of this action id, once the first message that was posted is there. */
export async function buttonOf(slack: { posts: readonly SlackPost[] }, actionId: string): Promise<Button> {
  const buttons = await until('it is told in Slack, with buttons', async () => {
    const block = slack.posts[0]?.blocks.find(({ type }) => type === 'actions');
    return block?.type === 'actions' ? block.elements : undefined;
  });
  const { value } = buttons.find(({ action_id }) => action_id === actionId) ?? {};
  if (value === undefined) throw new Error(`no button ${actionId} among ${JSON.stringify(buttons)}`);
  return { action_id: actionId, value };
}

/** Presses a button as Slack tells of it. */
export function press(button: Button, responseUrl: string, secret = SIGNING_SECRET): Promise<Response> {
  const payload = JSON.stringify({
    type: 'block_actions',
    user: { id: 'U0KIM' },
    response_url: responseUrl,
    message: { blocks: [] },
    actions: [button],
  });
  const body = new URLSearchParams({ payload }).toString();
  const timestamp = `${Math.floor(Date.now() / 1000)}`;
  return fetch(`${installation().api_url}/integrations/slack/interactions`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': slackSignature(secret, timestamp, body),
    },
  });
}
