import * as z from 'zod';

// What Slack takes as Block Kit in a message (docs.slack.dev/reference/block-kit): the kinds that we send, and no others.

const PlainText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: z.string().min(1).max(most), emoji: z.boolean().optional() });
const Mrkdwn = (most: number) => z.strictObject({ type: z.literal('mrkdwn'), text: z.string().min(1).max(most) });
const block_id = z.string().min(1).max(255).optional();

const Button = z.strictObject({
  type: z.literal('button'),
  text: PlainText(75),
  action_id: z.string().min(1).max(255).optional(),
  url: z.url().max(3_000).optional(),
  value: z.string().min(1).max(2_000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});
const Block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), block_id, text: PlainText(150) }),
  z
    .strictObject({
      type: z.literal('section'),
      block_id,
      text: Mrkdwn(3_000).optional(),
      fields: z.array(Mrkdwn(2_000)).min(1).max(10).optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined),
  z.strictObject({
    type: z.literal('actions'),
    block_id,
    elements: z
      .array(Button)
      .min(1)
      .max(25)
      .refine((all) => new Set(all.map(({ action_id }) => action_id)).size === all.length, 'an action_id twice'),
  }),
  z.strictObject({ type: z.literal('context'), block_id, elements: z.array(Mrkdwn(3_000)).min(1).max(10) }),
]);

export const Blocks = z.array(Block).max(50);
