import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { quantileOf, sorted } from '#domain/statistics/order.ts';
import { madeAnomaly } from '../anomaly.ts';
import type { Deployment } from '../deployment.ts';
import type { Subscriber } from './subscriber.ts';

export interface Spread {
  what: string;
  subscribers: number;
  anomalies: number;
  /** milliseconds from before the anomaly was written until a subscriber had it */
  p50: number;
  p99: number;
  max: number;
  /** that never came within the time allowed */
  missed: number;
  /** subscribers that had events out of order, twice, or with a gap */
  disordered: number;
}

const ALLOWED_MS = 60_000;
const PAUSE_MS = 500;

/** One anomaly after another, each once all have had the one before it. */
export async function oneByOne(
  what: string,
  listening: readonly Subscriber[],
  { anomalies }: Pick<Deployment, 'anomalies'>,
  rounds: number,
): Promise<Spread> {
  const told: Told[] = [];
  const from = seqsOf(listening);
  for (let round = 0; round < rounds; round++) {
    told.push(await tell(anomalies));
    await heardByAll(listening, told);
    await sleep(PAUSE_MS);
  }
  return spread(what, listening, told, from);
}

/** All at once. */
export async function burst(
  what: string,
  listening: readonly Subscriber[],
  { anomalies }: Pick<Deployment, 'anomalies'>,
  size: number,
): Promise<Spread> {
  const from = seqsOf(listening);
  const told = await Promise.all(Array.from({ length: size }, () => tell(anomalies)));
  await heardByAll(listening, told);
  return spread(what, listening, told, from);
}

interface Told {
  id: string;
  at: number;
}

async function tell(anomalies: Deployment['anomalies']): Promise<Told> {
  const anomaly = madeAnomaly(randomUUID().replaceAll('-', ''));
  const at = performance.now();
  await anomalies.put(anomaly);
  return { id: anomaly.id, at };
}

async function heardByAll(listening: readonly Subscriber[], told: readonly Told[]): Promise<void> {
  const until = performance.now() + ALLOWED_MS;
  const missing = () => listening.some(({ heard }) => told.some(({ id }) => !heard.has(id)));
  while (missing() && performance.now() < until) await sleep(20);
}

const seqsOf = (listening: readonly Subscriber[]): readonly number[] => listening.map(({ seqs }) => seqs.length);

function spread(
  what: string,
  listening: readonly Subscriber[],
  told: readonly Told[],
  from: readonly number[],
): Spread {
  const times = listening.flatMap(({ heard }) =>
    told.flatMap(({ id, at }) => {
      const found = heard.get(id);
      return found === undefined ? [] : [found.at - at];
    }),
  );
  const ascending = sorted(times);
  return {
    what,
    subscribers: listening.length,
    anomalies: told.length,
    p50: quantileOf(ascending, 0.5),
    p99: quantileOf(ascending, 0.99),
    max: quantileOf(ascending, 1),
    missed: listening.length * told.length - times.length,
    disordered: listening.filter(({ seqs }, n) => !inOrder(seqs.slice(from[n]))).length,
  };
}

/** Each number is the one before it and one. */
export const inOrder = (seqs: readonly number[]): boolean =>
  seqs.every((seq, n) => n === 0 || seq === (seqs[n - 1] ?? 0) + 1);
