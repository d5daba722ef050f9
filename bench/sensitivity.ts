import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RARITY, type RaritySetting } from '#domain/detection/rarity/setting.ts';
import { report } from '#local/report.ts';
import { judge } from './detect/judge.ts';
import { parseOptions } from './detect/options.ts';
import { writeMade } from './made/write.ts';
import { peersPython } from './peers/peers.ts';
import { readFolder } from './sensitivity/series.ts';
import { detectWith } from './sensitivity/try.ts';
import { variants } from './sensitivity/variants.ts';
import { markdownTable } from './table.ts';

// What happens to the figures when a constant of the detector is half or double. Options are those of bench:detect.

const say = (text: string): void => console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);

async function main(args: readonly string[]): Promise<void> {
  const { data, seed } = parseOptions(args);
  const scratch = await mkdtemp(join(tmpdir(), 'forestall-bench-sensitivity-'));
  try {
    const python = await peersPython(say);
    await writeMade(join(scratch, 'made'), seed, () => {});
    const nab = { folder: data, judge: join(data, 'evaluate.py'), python };
    const made = { ...nab, folder: join(scratch, 'made') };
    const [real, minutes] = [
      await readFolder(join(data, 'data')),
      await readFolder(join(made.folder, 'data'), 'oneMinute/'),
    ];
    const figures = async (setting: RaritySetting): Promise<string[]> => {
      const [ofReal, ofMade] = [join(scratch, 'real'), join(scratch, 'minutes')];
      await detectWith(setting, real, ofReal);
      await detectWith(setting, minutes, ofMade);
      const [sensitive, warn, page, minute] = await Promise.all([
        judge(nab, join(ofReal, 'sensitive')),
        judge(nab, join(ofReal, 'warn')),
        judge(nab, join(ofReal, 'page')),
        judge(made, join(ofMade, 'warn'), 'oneMinute/'),
      ]);
      return [
        warn.f1.toFixed(3),
        (sensitive.nab_standard ?? Number.NaN).toFixed(1),
        `${(100 * page.false_share).toFixed(0)} % at ${page.recall.toFixed(2)}`,
        minute.f1.toFixed(3),
      ];
    };
    const rows = [['as it is', '', ...(await figures(RARITY))]];
    for (const { constant, setting } of variants()) {
      const row = [`\`${constant}\``, `${Number(setting[constant].toPrecision(4))}`, ...(await figures(setting))];
      say(row.join('  '));
      rows.push(row);
    }
    const heads = [
      'constant',
      'value',
      'F1, warn, NAB',
      'NAB standard, sensitive',
      'page false at recall',
      'F1, warn, one minute',
    ];
    console.log(markdownTable(heads, rows));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  report(error);
}
