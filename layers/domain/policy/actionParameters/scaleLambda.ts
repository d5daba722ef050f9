import * as z from 'zod';
import { FunctionName } from './invoke.ts';

const MOST = 100_000;
const Runs = z.number().int().nonnegative().max(MOST);

export const ScaleLambdaParameters = z
  .looseObject({
    function: FunctionName.describe('a Lambda function of yours that carries the tag forestall:act'),
    reserved: z
      .union([Runs, z.string().regex(/^[+-]\d+%$/, 'reserved is a number of runs, or a share like +50%')])
      .optional()
      .describe('runs at a time that are kept for it and that it never exceeds; or a share of those that are'),
    provisioned: Runs.optional().describe('runs that are kept warm for one of its aliases or versions; 0: none'),
    qualifier: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,128}$/, 'an alias or a version')
      .optional()
      .describe('the alias or version that is kept warm'),
  })
  .refine(({ reserved, provisioned }) => (reserved === undefined) !== (provisioned === undefined), {
    path: ['reserved'],
    message: 'give reserved or provisioned, one of them',
  })
  .refine(({ provisioned, qualifier }) => provisioned === undefined || qualifier !== undefined, {
    path: ['qualifier'],
    message: 'what is kept warm is an alias or a version: name it',
  });
