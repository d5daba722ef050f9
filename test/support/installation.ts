import { readFileSync } from 'node:fs';
import * as z from 'zod';

const Running = z.object({
  api_url: z.url(),
  websocket_url: z.string(),
  admin_key: z.string(),
  emulator_url: z.url(),
  ecs_url: z.url().nullable(),
  fleet_control_url: z.url().nullable(),
  ports: z.object({ standIns: z.number() }),
  state_dir: z.string(),
  /** of the identity provider that runs beside the tests, with the key that it signs by */
  issuer: z.object({ url: z.url(), key: z.looseObject({ kid: z.string(), alg: z.string() }) }),
  resources: z.record(z.string(), z.string()),
});
export type Running = z.infer<typeof Running>;

/** The deployment that this run of tests shares; its set-up started it and left its addresses here. */
export function installation(): Running {
  const file = process.env.FORESTALL_TEST_INSTALLATION;
  if (file === undefined)
    throw new Error('this test needs a deployment: run it with vitest --project integration or e2e');
  return Running.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** API Gateway's own limit: what takes longer is answered by it. */
const LONGEST_ANSWER_MS = 30_000;

/** A call to the API with the admin key, or another. */
export async function api(
  path: string,
  { key = installation().admin_key, ...init }: RequestInit & { key?: string } = {},
): Promise<Response> {
  return fetch(`${installation().api_url}${path}`, {
    signal: AbortSignal.timeout(LONGEST_ANSWER_MS),
    ...init,
    headers: { 'X-API-Key': key, ...init.headers },
  });
}

/** The answer's JSON, after checking its status. */
export async function json<S extends z.ZodType>(
  answer: Promise<Response>,
  schema: S,
  status = 200,
): Promise<z.output<S>> {
  const response = await answer;
  const text = await response.text();
  if (response.status !== status) throw new Error(`${response.url}: ${response.status} instead of ${status}: ${text}`);
  return schema.parse(JSON.parse(text));
}
