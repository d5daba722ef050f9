import { toInstant } from '#domain/time.ts';
import type { Platform } from './platform.ts';
import type { Quiet } from './report.ts';
import type { Time } from './time.ts';

const LOOK_SECONDS = 60;

interface Parts {
  platform: Platform;
  time: Time;
  say: (text: string) => void;
}

/** Leaves the fleet alone for a while and counts what is reported all the same: every episode is false. */
export async function quietTime(seconds: number, { platform, time, say }: Parts): Promise<Quiet> {
  const since = toInstant(time.now());
  const end = time.now() + seconds;
  const found = async () => (await platform.anomalies(since)).filter(({ detected_at }) => detected_at >= since);
  for (;;) {
    const left = end - time.now();
    if (left <= 0) break;
    await time.wait(Math.min(left, LOOK_SECONDS));
    const minutes = Math.max(0, Math.round((end - time.now()) / 60));
    say(`quiet: ${(await found()).length} false so far, ${minutes} min to go`);
  }
  const episodes = await found();
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
