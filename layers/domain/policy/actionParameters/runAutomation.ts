import * as z from 'zod';

const Document = z
  .string()
  .regex(
    /^(arn:[a-z-]+:ssm:[a-z0-9-]+:\d{12}:(document|automation-definition)\/)?[A-Za-z0-9_.-]{3,128}$/,
    "a document's name or ARN",
  );

export const RunAutomationParameters = z.looseObject({
  document: Document.describe('an SSM Automation document that carries the tag forestall:act'),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
    .default({})
    .describe("the document's own parameters"),
  undo: Document.optional().describe('the document that takes it back; it is given the same parameters'),
});
