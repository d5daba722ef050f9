import { setTimeout as pause } from 'node:timers/promises';
import { now, type Platform } from './platform.ts';
import type { Quiet } from './report.ts';

const LOOK_MS = 60_000;

/** Leaves the fleet alone for a while and counts what is reported all the same: every episode is false. */
export async function quietTime(
  platform: Platform,
  { seconds, signal, say }: { seconds: number; signal: AbortSignal; say: (text: string) => void },
): Promise<Quiet> {
  const since = now();
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const left = end - performance.now();
    if (left <= 0) break;
    await pause(Math.min(left, LOOK_MS), undefined, { signal });
    const found = await platform.anomalies(since);
    const minutes = Math.max(0, Math.round((end - performance.now()) / 60_000));
    say(`${found.filter(({ detected_at }) => detected_at >= since).length} false so far, ${minutes} min to go`);
  }
  const episodes = (await platform.anomalies(since)).filter(({ detected_at }) => detected_at >= since);
  const acted = (await platform.actions(100)).filter(
    ({ type, acted_at }) => type !== 'alert' && acted_at !== null && acted_at >= since,
  );
  return {
    seconds,
    warn: episodes.filter(({ level }) => level === 'warn').length,
    page: episodes.filter(({ level }) => level === 'page').length,
    episodes: episodes.map(
      ({ level, service, metric, current_value, predicted_value, unit, detected_at }) =>
        `${level}: ${service} ${metric} ${figure(current_value)} instead of ${figure(predicted_value)} ${unit} at ${detected_at}`,
    ),
    actions: acted.map(({ type, service, reason }) => `${type} on ${service}: ${reason}`),
  };
}

const figure = (value: number): string => String(Number(value.toPrecision(3)));
