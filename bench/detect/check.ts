import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Contender } from './detectors.ts';

/** What does not hold, a sentence each; none when all is well. */
export type Complaints = string[];

/** Shows that a detector does not know files by their names and does not look ahead.
 *  @param scratch  an empty folder */
export async function check(contender: Contender, data: string, scratch: string): Promise<Complaints> {
  const files = (await readdir(data, { recursive: true })).filter((file) => file.endsWith('.csv')).sort();
  const at = (folder: string) => join(scratch, folder);
  const renamed = new Map(files.map((file, i) => [file, join(`folder_${i % 3}`, `series_${files.length - i}.csv`)]));
  for (const [file, name] of renamed) {
    await put(at('renamed'), name, await readFile(join(data, file), 'utf8'));
    await put(at('short'), file, firstHalf(await readFile(join(data, file), 'utf8')));
  }
  await cp(data, at('whole'), { recursive: true });
  for (const folder of ['whole', 'renamed', 'short']) await contender.detect(at(folder), at(`${folder}-judged`));

  const complaints: Complaints = [];
  for (const [file, name] of renamed) {
    const whole = await readFile(join(at('whole-judged'), file), 'utf8');
    if ((await readFile(join(at('renamed-judged'), name), 'utf8')) !== whole)
      complaints.push(`${file} is answered otherwise under the name ${basename(name)}.`);
    const short = await readFile(join(at('short-judged'), file), 'utf8');
    if (!whole.startsWith(short)) complaints.push(`${file} cut short is answered otherwise before the cut.`);
    if (rows(whole) !== rows(await readFile(join(data, file), 'utf8')))
      complaints.push(`${file} has not one row an input row.`);
  }
  return complaints;
}

/** The lines of the first half, each ended. */
export function firstHalf(text: string): string {
  const lines = text.trimEnd().split('\n');
  return `${lines.slice(0, Math.ceil(lines.length / 2)).join('\n')}\n`;
}

const rows = (text: string): number => text.trimEnd().split('\n').length;

async function put(folder: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}
