import type * as z from 'zod';
import { AwsError } from './awsError.ts';

/** An operation's input as the schema reads it. @throws AwsError that names what is wrong, as AWS words it */
export function checked<T>(schema: z.ZodType<T>, input: unknown): T {
  const read = schema.safeParse(input);
  if (read.success) return read.data;
  throw invalid(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
}

export const invalid = (message: string): AwsError => new AwsError('ValidationException', message);
