import * as z from 'zod';
import { type SystemAnswer, type SystemCall, startSystem } from './server.ts';
import { Blocks } from './slackBlocks.ts';

export const BOT_TOKEN = 'xoxb-stand-in-for-a-token';
export const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';

export interface SlackPost {
  channel: string;
  ts: string;
  text: string;
  blocks: z.infer<typeof Blocks>;
  thread_ts: string | undefined;
  broadcast: boolean;
  edits: number;
}

const Message = z.looseObject({
  channel: z.string().optional(),
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  ts: z.string().optional(),
  thread_ts: z.string().optional(),
  reply_broadcast: z.boolean().optional(),
});

/** Slack: incoming webhooks below `/services/`, and of the Web API, below `/api/`, what a bot needs that tells people. */
export async function startSlack({
  channels = { '#sre-alerts': 'C0SRE' },
}: {
  channels?: Record<string, string>;
} = {}) {
  const posts: SlackPost[] = [];
  /** what was said to a response_url */
  const replies: unknown[] = [];
  const hooks = { revoked: false };
  let count = 0;

  function webhook(call: SystemCall): SystemAnswer {
    if (hooks.revoked) return { status: 404, body: 'no_service' };
    const read = Message.safeParse(call.body);
    if (!read.success) return { status: 400, body: 'invalid_payload' };
    const { text = '', blocks = [] } = read.data;
    if (text === '' && Array.isArray(blocks) && blocks.length === 0) return { status: 400, body: 'no_text' };
    const checked = Blocks.safeParse(blocks);
    if (!checked.success) return { status: 400, body: 'invalid_blocks' };
    posts.push({ ...posted('C0HOOK', text, checked.data), thread_ts: undefined, broadcast: false });
    return { status: 200, body: 'ok' };
  }
  const posted = (channel: string, text: string, blocks: z.infer<typeof Blocks>) => {
    count += 1;
    return { channel, ts: `1800000000.${`${count}`.padStart(6, '0')}`, text, blocks, edits: 0 };
  };

  const refused = (error: string): SystemAnswer => ({ status: 200, body: { ok: false, error } });
  function webApi(call: SystemCall): SystemAnswer {
    if (call.headers.authorization === undefined) return refused('not_authed');
    if (call.headers.authorization !== `Bearer ${BOT_TOKEN}`) return refused('invalid_auth');
    if (!/^application\/json/.test(call.headers['content-type'] ?? '')) return refused('invalid_post_type');
    const read = Message.safeParse(call.body);
    if (!read.success) return refused('invalid_json');
    const { channel: named = '', text = '', blocks = [], ts, thread_ts, reply_broadcast = false } = read.data;
    const channel = channels[named] ?? (Object.values(channels).includes(named) ? named : undefined);
    if (channel === undefined) return refused('channel_not_found');
    if (text.length > 40_000) return refused('msg_too_long');
    const checked = Blocks.safeParse(blocks);
    if (!checked.success) return refused('invalid_blocks');
    if (text === '' && checked.data.length === 0) return refused('no_text');
    if (call.path === '/api/chat.update') {
      const there = posts.find((post) => post.channel === channel && post.ts === ts);
      if (!there) return refused('message_not_found');
      Object.assign(there, { text, blocks: checked.data, edits: there.edits + 1 });
      return { status: 200, body: { ok: true, channel, ts, text } };
    }
    if (call.path !== '/api/chat.postMessage') return refused('unknown_method');
    if (thread_ts !== undefined && !posts.some((post) => post.channel === channel && post.ts === thread_ts))
      return refused('thread_not_found');
    const made = { ...posted(channel, text, checked.data), thread_ts, broadcast: reply_broadcast };
    posts.push(made);
    return { status: 200, body: { ok: true, channel, ts: made.ts, message: { text } } };
  }

  const system = await startSystem((call) => {
    if (call.method !== 'POST') return { status: 405, body: 'method_not_allowed' };
    if (call.path.startsWith('/services/')) return webhook(call);
    if (call.path.startsWith('/api/')) return webApi(call);
    if (!call.path.startsWith('/actions/')) return { status: 404, body: 'not found' };
    replies.push(call.body);
    return { status: 200, body: 'ok' };
  });
  return {
    ...system,
    webhookUrl: `${system.url}/services/T000/B000/XXXX`,
    apiUrl: `${system.url}/api`,
    responseUrl: `${system.url}/actions/T000/1/XXXX`,
    posts,
    replies,
    /** the app was removed from its workspace */
    revokeHooks: () => {
      hooks.revoked = true;
    },
  };
}
