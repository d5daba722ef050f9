import * as z from 'zod';
import { Problem } from '#contract/problem.ts';

/** What every refusal is: RFC 9457, by its own content type, with the status that was sent. */
export async function problem(answer: Promise<Response>, status: number): Promise<z.infer<typeof Problem>> {
  const response = await answer;
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.url}: ${response.status} instead of ${status}: ${text}`);
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json')) throw new Error(`${response.url}: a refusal of type ${type}`);
  return Problem.extend({ status: z.literal(status) }).parse(JSON.parse(text));
}
