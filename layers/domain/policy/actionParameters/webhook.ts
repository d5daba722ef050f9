import * as z from 'zod';

export const WebhookParameters = z
  .looseObject({
    webhook: z
      .string()
      .regex(/^webhook_[0-9A-Za-z]+$/, "a webhook's id, as POST /webhooks answers it")
      .optional()
      .describe('the registered webhook that is called, signed with its secret'),
    url: z
      .url({ protocol: /^https?$/, error: 'an http or https address' })
      .optional()
      .describe('or its address'),
    data: z.record(z.string(), z.unknown()).default({}).describe('what it is told beside the service'),
  })
  .refine(({ webhook, url }) => (webhook === undefined) !== (url === undefined), {
    path: ['webhook'],
    message: 'give the id of a registered webhook, or its url',
  });
