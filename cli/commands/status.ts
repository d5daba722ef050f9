import type { Command } from 'commander';
import {
  Actions,
  type Ahead,
  Anomalies,
  type DoneAction,
  Engine,
  Health,
  type OpenAnomaly,
  Predictions,
} from '../answers.ts';
import { read } from '../client.ts';
import { connect, globalsOf } from '../context.ts';
import { type Colours, printJson, type Terminal } from '../terminal.ts';
import { engineText } from '../text/engine.ts';
import { actionsTable, anomaliesTable, predictionsTable, servicesTable } from '../text/tables.ts';

const LAST_ACTIONS = 8;
const NONE_WATCHED = 'none is watched yet: tag one with forestall:watch, or name it in forestall.yml';

/** All that `status` shows. */
export interface Status {
  url: string;
  engine: Engine;
  services: Health;
  anomalies: readonly OpenAnomaly[];
  predictions: readonly Ahead[];
  actions: readonly DoneAction[];
}

export function addStatus(program: Command, terminal: Terminal): void {
  program
    .command('status')
    .description('services, open anomalies, breaches ahead, last actions, and whether the engine is on')
    .option('--json', 'as JSON')
    .action(async (_options: unknown, command: Command) => {
      const { client, installation } = await connect(command, terminal);
      const [engine, services, { anomalies }, { predictions }, { actions }] = await Promise.all([
        read(client.GET('/status'), Engine),
        read(client.GET('/health'), Health),
        read(client.GET('/anomalies', most(100)), Anomalies),
        read(client.GET('/predictions/all', most(20)), Predictions),
        read(client.GET('/actions/recent', most(LAST_ACTIONS)), Actions),
      ]);
      const status: Status = { url: installation.url, engine, services, anomalies, predictions, actions };
      if (globalsOf(command).json) printJson(terminal, status);
      else terminal.out(statusText(status, terminal.now(), terminal.colours));
    });
}

const most = (limit: number) => ({ params: { query: { limit } } });

/** The status as a page. Pure. */
export function statusText(status: Status, now: number, colours: Colours): string {
  const { services, anomalies, predictions, actions, url, engine } = status;
  const section = (title: string, text: string) => `${colours.bold(title)}\n${text}`;
  return [
    `${colours.bold('Forestall')} at ${url}: ${engineText(engine, now, colours)}`,
    section('Services', services.length === 0 ? `  ${NONE_WATCHED}` : servicesTable(services, now, colours)),
    section('Open anomalies', anomalies.length === 0 ? '  none' : anomaliesTable(anomalies, now, colours)),
    ...(predictions.length === 0 ? [] : [section('Breaches ahead', predictionsTable(predictions, now, colours))]),
    section('Last actions', actions.length === 0 ? '  none' : actionsTable(actions, now, colours)),
  ].join('\n\n');
}
