import { type Command, InvalidArgumentError, Option } from 'commander';
import { METHODS, type Method } from '#domain/forecast/models.ts';
import { globalsOf } from '../context.ts';
import { Unsound, UsageError } from '../errors.ts';
import { eachFile, failWith } from '../offline/eachFile.ts';
import type { ForecastSummary } from '../offline/forecastSummary.ts';
import { type Periods, readPeriods } from '../offline/periods.ts';
import { placesOf } from '../offline/places.ts';
import { printJson, type Terminal } from '../terminal.ts';
import { breachText, forecastsText, forecastText } from '../text/forecast.ts';

interface ForecastOptions {
  periods: Periods;
  out?: string;
  method: Method | 'auto';
  threshold?: number;
  plot?: string;
}

const EXPLAINED = `
FILE holds the columns timestamp and value; what is written is timestamp, p10, p50 and p90: the value lies below p10 one
time in ten, below p90 nine times in ten. A series that cannot be forecast honestly gets the header and a sentence why;
for a single file the exit code is 1 then.

  npx forestall forecast cpu.csv --periods 24h
  npx forestall forecast disk.csv --periods 7d --threshold 90 --json     whether and when it reaches 90
  npx forestall forecast metrics --periods 288 -o ahead                  each .csv of a folder, mirrored`;

export function addForecast(program: Command, terminal: Terminal, untilStopped: () => AbortSignal): void {
  program
    .command('forecast')
    .description('forecasts a CSV file or a folder of them, here and without an installation')
    .argument('<path>', 'a CSV file, a folder, or - for standard input')
    .addOption(
      new Option('--periods <duration>', 'how far ahead: 90m, 24h, 7d, or a number of steps of the series')
        .argParser(readPeriods)
        .default(readPeriods('24h'), '24h'),
    )
    .option('-o, --out <path>', 'the file to write, or the folder; standard output unless said')
    .addOption(
      new Option('--method <method>', 'how; auto takes what predicts this series best')
        .choices(['auto', ...METHODS])
        .default('auto'),
    )
    .option('--threshold <number>', 'also say how likely it is reached, and when', number)
    .option('--plot <path>', 'also draw it as SVG, into a file or a folder')
    .option('--json', 'method, quality, breach and forecast as JSON to standard output')
    .addHelpText('after', EXPLAINED)
    .action(async (path: string, { periods, method, threshold, out, plot }: ForecastOptions, command: Command) => {
      const json = globalsOf(command).json === true;
      const places = await placesOf({ path, out, plot }, terminal.cwd);
      if (places.folder && out === undefined && plot === undefined && !json)
        throw new UsageError(`${path} is a folder.`, 'Say with -o which folder to write into, or ask for --json.');
      const print = !places.folder && out === undefined && !json;
      // other commands do without the models
      const { forecastFile } = await import('../offline/forecastFile.ts');
      const { augursModels } = await import('#adapters/augurs/models.ts');
      const models = augursModels();
      const files: ForecastSummary[] = [];
      const faults = await eachFile(places, { terminal, signal: untilStopped() }, async (place, around) => {
        files.push(await forecastFile(place, { periods, method, threshold, models, print }, around));
      }).finally(() => models.close());
      if (json) printJson(terminal, { files, faults });
      else if (places.folder) terminal.out(forecastsText(files));
      else if (!print) for (const file of files) if (file.outcome === 'forecast') terminal.out(forecastText(file));
      tellAside(files, print, terminal);
      failWith(faults, places.places.length);
      const [only] = files;
      if (!places.folder && only?.outcome === 'abstained') throw new Unsound('Nothing was forecast.');
    });
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Give a number, like 90 or 1.5e6.');
  return value;
}

/** What is no row of the output: why there is no forecast, and when the threshold is reached. */
function tellAside(files: readonly ForecastSummary[], print: boolean, { aside, colours }: Terminal): void {
  for (const { file, reason, breach } of files) {
    if (reason !== null) aside(colours.yellow(`${file}: no forecast. ${reason}`));
    else if (print && breach) aside(breachText(breach));
  }
}
