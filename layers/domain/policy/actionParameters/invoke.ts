import * as z from 'zod';

/** A function's name or ARN, as Lambda takes it. */
export const FunctionName = z
  .string()
  .regex(
    /^(arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:)?[A-Za-z0-9_-]{1,140}$/,
    "a function's name, or its ARN without a version",
  );

export const InvokeParameters = z.looseObject({
  function: FunctionName.describe('a Lambda function of yours that carries the tag forestall:act'),
  payload: z.record(z.string(), z.unknown()).default({}).describe('what it is given, beside key, service and undo'),
  undo: FunctionName.optional().describe('the function that takes it back; it is given the same'),
});
