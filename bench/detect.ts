import { rmSync } from 'node:fs';
import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalError } from '#local/errors.ts';
import { report } from '#local/report.ts';
import { stopSignal } from '#local/signals.ts';
import { check } from './detect/check.ts';
import { constantsTable } from './detect/constants/table.ts';
import { deployed } from './detect/deployed.ts';
import { type Contender, ours, peers } from './detect/detectors.ts';
import { type Options, parseOptions } from './detect/options.ts';
import { type Scored, score } from './detect/score.ts';
import { table } from './detect/table.ts';
import { writeMade } from './made/write.ts';
import { peersPython } from './peers/peers.ts';

const INTERRUPTED = 130;

const say = (text: string): void => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

/** Judges detectors on labelled series, ours through the offline command. It fails only when it cannot run. */
async function compare({ data, seed, quick, json }: Options, scratch: string): Promise<void> {
  const python = await peersPython(say);
  const judge = join(data, 'evaluate.py');
  const made = join(scratch, 'made');
  say(`writing made series, seed ${seed}`);
  await writeMade(made, seed, () => {});
  const contenders: Contender[] = [ours('sensitive'), ours('warn'), ours('page')];
  if (!quick) contenders.push(deployed('warn'), deployed('page'), ...peers(python, say));
  const scored: Scored[] = [];
  for (const [i, contender] of contenders.entries()) {
    say(contender.name);
    const sets = { nab: { folder: data, judge, python }, made: { folder: made, judge, python } };
    scored.push(await score(contender, { ...sets, scratch: join(scratch, `alerts-${i}`) }));
  }
  console.log(json ? JSON.stringify({ seed, scored }, null, 2) : `Made series of seed ${seed}.\n${table(scored)}`);
}

/** What each constant of ours does. */
async function constants({ data, seed }: Options, scratch: string): Promise<void> {
  const python = await peersPython(say);
  const judge = join(data, 'evaluate.py');
  const made = join(scratch, 'made');
  await writeMade(made, seed, () => {});
  const sets = { nab: { folder: data, judge, python }, made: { folder: made, judge, python } };
  console.log(await constantsTable({ ...sets, scratch: join(scratch, 'alerts') }, say));
}

/** The same answers under other names, and before a cut. */
async function verify({ data, seed }: Options, scratch: string): Promise<void> {
  const made = join(scratch, 'made');
  await writeMade(made, seed, () => {});
  const folders = { 'the labelled half of NAB': join(data, 'data'), 'the made series': join(made, 'data') };
  for (const [i, [title, folder]] of Object.entries(folders).entries()) {
    say(`checking ${title}: under other names, and cut short`);
    const complaints = await check(ours('warn'), folder, join(scratch, `check-${i}`));
    console.log(complaints.length === 0 ? `${title}: the same answers ✓` : complaints.join('\n'));
    if (complaints.length > 0) process.exitCode = 1;
  }
}

async function main(options: Options): Promise<void> {
  await access(join(options.data, 'evaluate.py')).catch((cause: unknown) => {
    throw new LocalError(`${options.data} holds no evaluate.py.`, 'Name a folder of labelled series with --data.', {
      cause,
    });
  });
  const scratch = await mkdtemp(join(tmpdir(), 'forestall-bench-detect-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  await (options.check ? verify : options.constants ? constants : compare)(options, scratch);
}

stopSignal(() => process.exit(INTERRUPTED)); // and whatever was started goes with it
try {
  await main(parseOptions(process.argv.slice(2)));
} catch (error) {
  process.exitCode = 1;
  report(error);
}
