import type { Command } from 'commander';
import { type Client, clientOf } from './client.ts';
import { findInstallation, type Given, type Installation } from './installation.ts';
import type { Terminal } from './terminal.ts';

/** The options that every command knows. */
export interface Globals extends Given {
  json?: boolean;
}

/** What was given to the whole program, from within one of its commands. */
export const globalsOf = (command: Command): Globals => command.optsWithGlobals<Globals>();

export interface Connected {
  installation: Installation;
  client: Client;
}

/** The installation that is meant, and its API. */
export async function connect(command: Command, { env, cwd }: Terminal): Promise<Connected> {
  const installation = await findInstallation(globalsOf(command), env, cwd);
  return { installation, client: clientOf(installation) };
}
