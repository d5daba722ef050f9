import { setTimeout } from 'node:timers/promises';
import { READY_POINTS } from '#domain/detection/seriesState.ts';
import { canonicalService } from '#domain/service/name.ts';
import { Health, Points } from '../answers.ts';
import { type Client, read } from '../client.ts';
import { reasonOf } from '../errors.ts';

const LOOK_EVERY_MS = 10_000;
/** Long enough for as many points as are needed, at a minute each. */
const SINCE_SECONDS = 1_800;
/** One that every source has: how much is known of it stands for the service. */
const METRIC = 'cpu_usage';

export interface WarmUpOptions {
  only: string | undefined;
  note(text: string): void;
  signal: AbortSignal;
  now(): number;
}

/** How far a service is from being judged; `points` is null where that cannot be told. */
export interface Warming {
  service: string;
  points: number | null;
}

/** Says how far detection is, until it is ready for every service that is watched. Never rejects: it only tells. */
export async function warmUp(client: Client, { only, note, signal, now }: WarmUpOptions): Promise<void> {
  let said = '';
  while (!signal.aborted) {
    const look = await progress(client, only, now).catch((error: unknown) => ({
      text: `how far detection is cannot be asked: ${reasonOf(error)}`,
      ready: false,
    }));
    if (signal.aborted) return;
    if (look.text !== said) note(look.text);
    if (look.ready) return;
    said = look.text;
    await setTimeout(LOOK_EVERY_MS, undefined, { signal }).catch(() => {}); // it only ends when it is told to stop
  }
}

async function progress(
  client: Client,
  only: string | undefined,
  now: () => number,
): Promise<{ text: string; ready: boolean }> {
  const health = await read(client.GET('/health'), Health);
  const watched = health.filter(
    ({ service }) => only === undefined || service === only || service === canonicalService(only),
  );
  const since = new Date((now() - SINCE_SECONDS) * 1000).toISOString();
  const warming = await Promise.all(
    watched
      .filter(({ ready }) => !ready)
      .map(async ({ service }) => ({ service, points: await pointsOf(client, service, since) })),
  );
  const ready = watched.length > 0 && warming.length === 0;
  return {
    ready,
    text: warmUpText(
      watched.map(({ service }) => service),
      warming,
    ),
  };
}

async function pointsOf(client: Client, service: string, since: string): Promise<number | null> {
  try {
    const params = { path: { name: service }, query: { metric: METRIC, since } };
    return (await read(client.GET('/services/{name}/metrics', { params }), Points)).points.length;
  } catch {
    return null; // its figures are not there yet; health has said that it is not ready
  }
}

/** Where detection stands, in a sentence. Pure. */
export function warmUpText(watched: readonly string[], warming: readonly Warming[]): string {
  if (watched.length === 0) return 'no service is known yet: discovery looks each minute';
  if (warming.length === 0) return `detection is ready for ${watched.join(', ')}`;
  const parts = warming.map(({ service, points }) =>
    points === null || points >= READY_POINTS ? `${service} not yet` : `${service} ${points} of ${READY_POINTS} points`,
  );
  return `detection is warming up: ${parts.join(', ')}; a metric at its natural limit is seen at once`;
}
