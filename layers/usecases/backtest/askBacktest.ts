import * as z from 'zod';
import type { Configuration } from '#domain/configuration/configuration.ts';
import type { PolicyDocument } from '#domain/policy/document.ts';
import { loadPolicyFile } from '#domain/policy/load.ts';
import { Policy } from '#domain/policy/policy.ts';
import { toEpoch, utc } from '#domain/time.ts';
import type { Clock, PolicyStore } from '#ports';

export interface Asked {
  policy?: PolicyDocument | undefined;
  /** the text of a policy file */
  file?: string | undefined;
  /** ids */
  policies?: string[] | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** What is asked of the worker. */
export const BacktestJob = z.object({
  policies: z.array(Policy),
  since: z.number(),
  until: z.number(),
  kept: z.boolean(),
});
export type BacktestJob = z.infer<typeof BacktestJob>;

export interface Fault {
  pointer: string;
  message: string;
}
export type Answer =
  | { outcome: 'asked'; request: BacktestJob }
  | { outcome: 'invalid'; faults: Fault[] }
  | { outcome: 'unknown'; ids: string[] };

interface Ports {
  policies: Pick<PolicyStore, 'all'>;
  configuration: Configuration;
  clock: Clock;
}

const DAY = 86_400;
const USUAL_SECONDS = 14 * DAY;
/** History is kept for a quarter of a year unless said; a replay of more would not end in its time. */
const LONGEST_SECONDS = 92 * DAY;
/** A job's record holds no more. */
const MOST_BYTES = 300_000;

/** Checks what is to be replayed: every fault of a policy is told before any work begins. */
export async function askBacktest(asked: Asked, ports: Ports): Promise<Answer> {
  const now = Math.floor(ports.clock.now());
  const until = Math.min(now, asked.until === undefined ? now : toEpoch(utc(asked.until)));
  const since = asked.since === undefined ? until - USUAL_SECONDS : toEpoch(utc(asked.since));
  if (since >= until) return invalid('/since', 'it is not before the end');
  if (until - since > LONGEST_SECONDS)
    return invalid('/since', `a replay reaches ${LONGEST_SECONDS / DAY} days at most`);
  const read = await policiesOf(asked, ports);
  if ('outcome' in read) return read;
  const pointer = asked.file === undefined ? '/policy' : '/file';
  if (read.policies.length === 0) return invalid(pointer, 'there is no policy in it');
  const request = { policies: read.policies, since, until, kept: asked.policies !== undefined };
  if (JSON.stringify(request).length > MOST_BYTES) return invalid(pointer, 'these are too many policies at a time');
  return { outcome: 'asked', request };
}

const invalid = (pointer: string, message: string): Answer => ({ outcome: 'invalid', faults: [{ pointer, message }] });

async function policiesOf(
  { policy, file, policies: ids }: Asked,
  { policies, configuration, clock }: Ports,
): Promise<{ policies: Policy[] } | Answer> {
  if (ids !== undefined) {
    const found = (await policies.all()).filter(({ id }) => ids.includes(id));
    const unknown = ids.filter((id) => !found.some((one) => one.id === id));
    return unknown.length > 0 ? { outcome: 'unknown', ids: unknown } : { policies: found };
  }
  // JSON is YAML: one document is read as a file of it is
  const text = file ?? JSON.stringify([policy]);
  const loaded = loadPolicyFile('policies.yml', text, { configuration, now: clock.now() });
  if (loaded.faults.length === 0) return { policies: loaded.policies };
  return {
    outcome: 'invalid',
    faults: loaded.faults.map(({ line, column, message }) =>
      file === undefined
        ? { pointer: '/policy', message }
        : { pointer: '/file', message: `line ${line}, column ${column}: ${message}` },
    ),
  };
}
