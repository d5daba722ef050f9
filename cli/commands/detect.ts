import { type Command, Option } from 'commander';
import { Level } from '#domain/anomaly/anomaly.ts';
import { globalsOf } from '../context.ts';
import { UsageError } from '../errors.ts';
import type { FileSummary } from '../offline/detectFile.ts';
import { eachFile, failWith } from '../offline/eachFile.ts';
import { placesOf } from '../offline/places.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { episodesText, filesText } from '../text/offline.ts';

interface DetectOptions {
  out?: string;
  level: Level;
  plot?: string;
}

const EXPLAINED = `
FILE holds the columns timestamp and value; what is written has those, as they are, and expected, lower, upper,
anomaly_score (0 to 1) and alert: 1 where a notice would go out. Rows are judged in order, never looking ahead.
A timestamp is like 2026-11-25 12:00:00 (UTC), 2026-11-25T12:00:00Z, or seconds or milliseconds since 1970.

  npx forestall detect cpu.csv                            to standard output
  npx forestall detect cpu.csv -o judged.csv --plot cpu.svg
  npx forestall detect metrics -o judged --level page     each .csv of a folder, mirrored`;

export function addDetect(program: Command, terminal: Terminal, untilStopped: () => AbortSignal): void {
  program
    .command('detect')
    .description('finds anomalies in a CSV file or a folder of them, here and without an installation')
    .argument('<path>', 'a CSV file, a folder, or - for standard input')
    .option('-o, --out <path>', 'the file to write, or the folder; standard output unless said')
    .addOption(
      new Option('--level <level>', 'what counts as an alert: sensitive, warn or page')
        .choices(Level.options)
        .default('warn'),
    )
    .option('--plot <path>', 'also draw it as SVG, into a file or a folder')
    .option('--json', 'the episodes as JSON to standard output')
    .addHelpText('after', EXPLAINED)
    .action(async (path: string, options: DetectOptions, command: Command) => {
      const json = globalsOf(command).json === true;
      const places = await placesOf({ path, out: options.out, plot: options.plot }, terminal.cwd);
      if (places.folder && options.out === undefined && options.plot === undefined && !json)
        throw new UsageError(`${path} is a folder.`, 'Say with -o which folder to write into, or ask for --json.');
      const print = !places.folder && options.out === undefined && !json;
      const { detectFile } = await import('../offline/detectFile.ts'); // other commands do without the engine
      const files: FileSummary[] = [];
      const faults = await eachFile(places, { terminal, signal: untilStopped() }, async (place, around) => {
        files.push(await detectFile(place, { level: options.level, print }, around));
      });
      if (json) printJson(terminal, { files, faults });
      else if (!print) terminal.out(places.folder ? filesText(files) : files.map(episodesText).join());
      failWith(faults, places.places.length);
    });
}
