import * as z from 'zod';
import { secretsOf } from '#domain/integration/integration.ts';
import { type SlackMessage, slackMessage } from '#domain/integration/slack.ts';
import { storyOf } from '#domain/integration/story.ts';
import type { Told } from '#ports';
import { failed, type NotifierModule, type NotifierTools, postJson } from './module.ts';

/** A message in Slack, and the first one of its thread. */
interface Place {
  channel: string;
  ts: string;
  root: string;
}
const written = ({ channel, ts, root }: Place): string => `${channel}:${ts}:${root}`;
function placeOf(thread: string | null): Place | undefined {
  const [, channel, ts, root] = /^([^:]+):([^:]+):([^:]+)$/.exec(thread ?? '') ?? [];
  return channel === undefined || ts === undefined || root === undefined ? undefined : { channel, ts, root };
}

/** Slack: an incoming webhook, where each event is a message, or a bot, whose messages go on. */
export const slack: NotifierModule<'slack'> = async ({ integration, secrets }, { event, extras, threads }, tools) => {
  const { webhook_url, bot_token } = secretsOf.slack.parse(secrets);
  const { id, interactive, channel, api_url } = integration;
  const message = slackMessage(event, extras, interactive ? id : null);
  if (webhook_url !== undefined)
    return byWebhook(webhook_url, channel === null ? message : { ...message, channel }, tools);
  const call = webApi({ url: api_url, token: bot_token ?? '' }, tools);
  const own = placeOf(threads.thread);
  const told = own && (await edit(own, message, call));
  if (own && told && !lost(told)) {
    return told.error === null && isNews(event.event)
      ? reply(own, message.text, call)
      : { ...told, thread: written(own) };
  }
  const parent = placeOf(threads.parent);
  return post(message, { channel: parent?.channel ?? channel ?? '', parent, loud: isLoud(event) }, call);
};

/** What an incoming webhook answers when it is no more (docs.slack.dev, Sending messages using incoming webhooks). */
const noMore = ['no_service', 'no_service_id', 'no_team', 'team_disabled', 'channel_is_archived', 'invalid_token'];

async function byWebhook(url: string, message: SlackMessage, tools: NotifierTools): Promise<Told> {
  const answer = await postJson(tools, url, message);
  if (answer.status !== null && answer.status < 300) return answer;
  if (/^(invalid_blocks|invalid_attachments)/.test(answer.body)) return postJson(tools, url, { text: message.text });
  const why = noMore.find((code) => answer.body.trim() === code);
  return why === undefined ? answer : { ...answer, gone: `Slack says ${why}` };
}

const Reply = z.object({
  ok: z.boolean(),
  error: z.string().optional(),
  channel: z.string().optional(),
  ts: z.string().optional(),
});
type Call = (
  method: string,
  body: Record<string, unknown>,
) => Promise<Told & { channel?: string; ts?: string; code?: string }>;

/** What says that a token or a channel is no more, so that no later try is of any use. */
const revoked = ['invalid_auth', 'account_inactive', 'token_revoked', 'token_expired', 'is_archived'];

/** Slack's Web API answers 200 also to what it refuses: `ok` says it. */
const webApi =
  ({ url, token }: { url: string; token: string }, tools: NotifierTools): Call =>
  async (method, body) => {
    const answer = await postJson(tools, `${url.replace(/\/+$/, '')}/${method}`, body, {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json; charset=utf-8',
    });
    if (answer.status === null || answer.status >= 300) return answer;
    const said = readReply(answer.body);
    if (said === undefined) return failed(answer, 'Slack answered what is no answer of its Web API');
    if (said.ok) {
      return { ...answer, ...(said.channel ? { channel: said.channel } : {}), ...(said.ts ? { ts: said.ts } : {}) };
    }
    const code = said.error ?? 'unknown_error';
    const refused = { ...failed(answer, `Slack says ${code}`), code };
    return revoked.includes(code) ? { ...refused, gone: `Slack says ${code}` } : refused;
  };

function readReply(body: string): z.infer<typeof Reply> | undefined {
  try {
    return Reply.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

const edit = (at: Place, { text, blocks }: SlackMessage, call: Call) =>
  withoutBlocks(blocks, (made) => call('chat.update', { channel: at.channel, ts: at.ts, text, ...made }));

/** Blocks that Slack does not like are no reason to say nothing. */
async function withoutBlocks(blocks: unknown, send: (made: { blocks?: unknown }) => ReturnType<Call>) {
  const told = await send({ blocks });
  return told.code?.startsWith('invalid_blocks') || told.code === 'msg_blocks_too_long' ? send({ blocks: [] }) : told;
}

/** The message is not there any more, or too old to be edited: it is said anew. */
const lost = ({ code }: { code?: string }): boolean =>
  code !== undefined && ['message_not_found', 'cant_update_message', 'edit_window_closed'].includes(code);

/** An edit rings nobody's bell: what people wait for is said in the thread as well. */
const isNews = (event: string): boolean =>
  /\.(resolved|failed|succeeded)$/.test(event) || event === 'approval.requested';

async function reply(at: Place, text: string, call: Call): Promise<Told> {
  const {
    code: _,
    channel: __,
    ts: ___,
    ...told
  } = await call('chat.postMessage', {
    channel: at.channel,
    thread_ts: at.root,
    text,
  });
  return { ...told, thread: written(at) };
}

/** A question, or what went wrong, is for the whole channel also where it belongs to a thread. */
const isLoud = (event: Parameters<typeof storyOf>[0]): boolean => {
  const { question, tone } = storyOf(event);
  return question !== null || tone === 'bad';
};

async function post(
  { text, blocks }: SlackMessage,
  { channel, parent, loud }: { channel: string; parent: Place | undefined; loud: boolean },
  call: Call,
): Promise<Told> {
  const within = parent === undefined ? {} : { thread_ts: parent.root, ...(loud ? { reply_broadcast: true } : {}) };
  const { code: _, ...told } = await withoutBlocks(blocks, (made) =>
    call('chat.postMessage', { channel, text, ...made, ...within, unfurl_links: false, unfurl_media: false }),
  );
  const { channel: there, ts, ...answer } = told;
  if (ts === undefined || there === undefined) return answer;
  return { ...answer, thread: written({ channel: there, ts, root: parent?.root ?? ts }) };
}
