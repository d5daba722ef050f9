import { join } from 'node:path';
import { execa } from 'execa';
import type { Level } from '#domain/anomaly/anomaly.ts';
import { projectRoot } from '#local/paths.ts';

/** One that reads a folder of series and writes a folder of alerts. */
export interface Contender {
  name: string;
  detect(data: string, alerts: string): Promise<void>;
}

/** Ours, through the command that everybody has. */
export const ours = (level: Level): Contender => ({
  name: `Forestall, ${level}`,
  detect: (data, alerts) =>
    finished(process.execPath, [
      join(projectRoot, 'cli', 'forestall.mjs'),
      ...['detect', data, '--out', alerts, '--level', level],
    ]),
});

const PEERS = {
  z_score: '|z| > 3 over the last 60 points',
  isolation_forest: 'scikit-learn IsolationForest, 5 %, refit every 200 points',
  half_space_trees: 'river HalfSpaceTrees, 99.5th percentile of its scores',
};

/** @param onFile  told of each file that a peer begins, since they take minutes */
export function peers(python: string, onFile: (text: string) => void): Contender[] {
  return Object.entries(PEERS).map(([detector, name]) => ({
    name,
    detect: (data, alerts) =>
      finished(
        python,
        [join(projectRoot, 'bench', 'peers', 'detectors.py'), detector, '--data', data, '--out', alerts],
        (line) => onFile(`${name}: ${line}`),
      ),
  }));
}

/** Runs to the end, and tells each line of its standard error. */
async function finished(command: string, args: string[], onLine?: (line: string) => void): Promise<void> {
  const child = execa(command, args, { stdout: 'ignore' });
  if (onLine) for await (const line of child.iterable({ from: 'stderr' })) onLine(line);
  await child;
}
