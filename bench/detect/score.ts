import { join } from 'node:path';
import type { Contender } from './detectors.ts';
import { judge, type Labelled, type Verdict } from './judge.ts';

/** The part of NAB that is nearest to what this is for. */
const CLOUD = 'realAWSCloudwatch/';
/** Folders of the made series. */
export const RESOLUTIONS = ['oneMinute', 'fiveMinutes', 'hourly'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** One contender's figures on everything. */
export interface Scored {
  name: string;
  nab: Verdict;
  cloud: Verdict;
  made: Record<Resolution, Verdict>;
  /** of detecting all the series, reading and writing included; seconds */
  seconds: number;
}

/** @param scratch  an empty folder for the alerts */
export async function score(
  { name, detect }: Contender,
  { nab, made, scratch }: { nab: Labelled; made: Labelled; scratch: string },
): Promise<Scored> {
  const alerts = { nab: join(scratch, 'nab'), made: join(scratch, 'made') };
  const began = performance.now();
  await detect(join(nab.folder, 'data'), alerts.nab);
  await detect(join(made.folder, 'data'), alerts.made);
  const seconds = (performance.now() - began) / 1_000;
  const onMade = (resolution: Resolution) => judge(made, alerts.made, `${resolution}/`);
  return {
    name,
    nab: await judge(nab, alerts.nab),
    cloud: await judge(nab, alerts.nab, CLOUD),
    made: {
      oneMinute: await onMade('oneMinute'),
      fiveMinutes: await onMade('fiveMinutes'),
      hourly: await onMade('hourly'),
    },
    seconds,
  };
}
