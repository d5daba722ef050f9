import * as z from 'zod';
import { startSystem } from './server.ts';

const Element = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('TextBlock'),
    text: z.string().min(1),
    wrap: z.boolean().optional(),
    weight: z.enum(['Lighter', 'Default', 'Bolder']).optional(),
    size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
    color: z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']).optional(),
    fontType: z.enum(['Default', 'Monospace']).optional(),
    isSubtle: z.boolean().optional(),
  }),
  z.strictObject({
    type: z.literal('FactSet'),
    facts: z.array(z.strictObject({ title: z.string().min(1), value: z.string().min(1) })).min(1),
  }),
]);
/** Adaptive Cards 1.4 (adaptivecards.io/explorer), of which we send these parts. */
const Card = z.strictObject({
  $schema: z.string(),
  type: z.literal('AdaptiveCard'),
  version: z.enum(['1.0', '1.1', '1.2', '1.3', '1.4', '1.5']),
  body: z.array(Element).min(1),
  actions: z
    .array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() }))
    .max(6)
    .optional(),
});
const Message = z.looseObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: Card,
      }),
    )
    .min(1),
});

/** A workflow of Teams that begins when a Teams webhook request is received. */
export async function startTeams() {
  const cards: z.infer<typeof Card>[] = [];
  const system = await startSystem(({ method, query, text, body }) => {
    if (method !== 'POST') return { status: 405, body: '' };
    if (query.get('sig') !== 'stand-in')
      return { status: 401, body: { error: { code: 'DirectApiAuthorizationRequired' } } };
    if (Buffer.byteLength(text) > 28 * 1024) return { status: 413, body: { error: { code: 'RequestEntityTooLarge' } } };
    const read = Message.safeParse(body);
    if (!read.success)
      return { status: 400, body: { error: { code: 'TriggerInputSchemaMismatch', message: `${read.error}` } } };
    cards.push(...read.data.attachments.map(({ content }) => content));
    return { status: 202, body: '' };
  });
  return {
    ...system,
    webhookUrl: `${system.url}/workflows/0123/triggers/manual/paths/invoke?api-version=1&sig=stand-in`,
    cards,
  };
}
