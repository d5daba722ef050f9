import * as z from 'zod';
import { CliError, reasonOf } from './errors.ts';

const Problem = z.object({
  title: z.string().optional(),
  detail: z.string().optional(),
  request_id: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  /** in files that were sent */
  faults: z.array(z.object({ file: z.string(), line: z.number(), column: z.number(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** What an error's body says; a gateway's own page says nothing. */
export function problemOf(text: string): Problem {
  try {
    const read = Problem.safeParse(JSON.parse(text));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}

/** What the server refused, in the words of a person who may mend it. */
export function refusal(at: { status: number; problem: Problem; url: string; keyFrom: string }): CliError {
  const { status, problem, url, keyFrom } = at;
  if (status === 401)
    return new CliError(
      `${url} does not accept the key of ${keyFrom}.`,
      'Give another with --key or FORESTALL_API_KEY.',
    );
  if (status === 403)
    return new CliError(
      `The key of ${keyFrom} may not do this: ${problem.detail ?? 'a scope is missing'}.`,
      'Use a key that has this scope.',
    );
  if (status === 429) return new CliError('Too many calls with this key.', 'Wait a little and try again.');
  if (status >= 500) {
    const id = problem.request_id === undefined ? '' : ` (request ${problem.request_id})`;
    return new CliError(
      `${url} failed with ${status}: ${problem.detail ?? problem.title ?? 'no reason given'}${id}.`,
      'Is it still starting? Try again, and look into its log.',
    );
  }
  const placed = problem.faults?.map(({ file, line, column, message }) => `${file}:${line}:${column} error ${message}`);
  if (placed) return new CliError(placed.join('\n'), `${url} refused this: ${problem.detail ?? 'it has faults'}.`);
  const faults = problem.errors?.map(({ pointer, message }) => `${pointer.slice(1)}: ${message}`).join('; ');
  return new CliError(
    `${url} refused this (${status}): ${faults || (problem.detail ?? problem.title ?? 'no reason given')}.`,
    '',
  );
}

/** No answer came at all. */
export const unreachable = (url: string, error: unknown, timeoutMs: number): CliError =>
  error instanceof DOMException && error.name === 'TimeoutError'
    ? new CliError(
        `${url} did not answer within ${timeoutMs / 1000} s.`,
        'Try again; if it is local, look into .forestall/logs.',
        { cause: error },
      )
    : new CliError(
        `${url} cannot be reached: ${reasonOf(error)}.`,
        'If it is the local one, start it with `npm start`.',
        { cause: error },
      );
