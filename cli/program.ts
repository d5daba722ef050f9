import { Command } from 'commander';
import packageFile from '../package.json' with { type: 'json' };
import { addAudit } from './commands/audit.ts';
import { addConfig } from './commands/config.ts';
import { addDecisions } from './commands/decide.ts';
import { addDetect } from './commands/detect.ts';
import { addSwitches } from './commands/engine.ts';
import { addFeedback } from './commands/feedback.ts';
import { addBreak, addHeal } from './commands/fleet.ts';
import { addForecast } from './commands/forecast.ts';
import { addKey } from './commands/key.ts';
import { addActions, addAnomalies } from './commands/lists.ts';
import { addPolicies } from './commands/policies.ts';
import { addStatus } from './commands/status.ts';
import { addWatch } from './commands/watch.ts';
import type { Terminal } from './terminal.ts';

const FINDING = `
An installation is found by --url and --key, then FORESTALL_URL and FORESTALL_API_KEY, then .forestall/local.json.

Try it on the local one (npm start):
  npx forestall watch                                 what happens, as it happens
  npx forestall break payments --fault memory-leak    and see it repaired
  npx forestall status                                services, open anomalies, last actions`;

/** The whole command line. Each command is one line here. */
export function forestall(terminal: Terminal, untilStopped: () => AbortSignal): Command {
  const program = new Command('forestall')
    .description('Sees trouble of services on AWS early, repairs what its policies allow, and proves that it helped.')
    .version(packageFile.version)
    .option('--url <address>', 'the installation, like http://localhost:8080')
    .option('--key <key>', 'an API key of it')
    .addHelpText('after', FINDING)
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.aside(text.trimEnd()),
    })
    .showSuggestionAfterError()
    .exitOverride();
  addWatch(program, terminal, untilStopped);
  addStatus(program, terminal);
  addBreak(program, terminal);
  addHeal(program, terminal);
  addAnomalies(program, terminal);
  addFeedback(program, terminal);
  addActions(program, terminal);
  addDecisions(program, terminal);
  addPolicies(program, terminal);
  addAudit(program, terminal);
  addConfig(program, terminal);
  addSwitches(program, terminal);
  addKey(program, terminal);
  addDetect(program, terminal, untilStopped);
  addForecast(program, terminal, untilStopped);
  return program;
}
