import { join } from 'node:path';
import { RARITY, type RaritySetting } from '#domain/detection/rarity/setting.ts';
import { markdownTable } from '../../table.ts';
import { judge, type Labelled } from '../judge.ts';
import { readFolder } from './series.ts';
import { detectWith } from './try.ts';
import { variants } from './variants.ts';

const HEADS = [
  'constant',
  'value',
  'F1, warn, NAB',
  'NAB standard, sensitive',
  'page false at recall',
  'F1, warn, one minute',
];

/**
 * What happens to the figures when a constant of the detector is half or double, the others as they are.
 * @param scratch  a folder for the alerts
 * @param say      told of each row
 */
export async function constantsTable(
  { nab, made, scratch }: { nab: Labelled; made: Labelled; scratch: string },
  say: (text: string) => void,
): Promise<string> {
  const real = await readFolder(join(nab.folder, 'data'));
  const minutes = await readFolder(join(made.folder, 'data'), 'oneMinute/');
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
  return markdownTable(HEADS, rows);
}
