import { appendFileSync, mkdirSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { type Child, startChild } from './child.ts';
import { stackExists } from './clients.ts';
import { ACCOUNT, childEnvironment, type Environment, emulatorCredentials, REGION } from './environment.ts';
import { LocalError } from './errors.ts';
import { failureLines, templateComplaints } from './log.ts';
import { type Outputs, readOutputs } from './outputs.ts';
import { projectRoot } from './paths.ts';

const CDK = join(projectRoot, 'node_modules', 'aws-cdk', 'bin', 'cdk');
/** Read by the app at synthesis; passed on as environment, never on a command line. */
const FOR_THE_APP = ['GROQ_API_KEY', 'USE_ML_DETECTION'];

export interface DeployOptions {
  emulatorUrl: string;
  /** Where the assembly and the outputs go. */
  assembly: string;
  outputsFile: string;
  logFile: string;
  /** The emulator's own log, which knows more of a failure than the CLI does. */
  emulatorLog?: string;
  /** The folder of `cdk.json`. */
  appDir?: string;
  /** CDK context besides `local=true`. */
  context?: Readonly<Record<string, string>>;
  env?: Environment;
  onProgress?: (text: string) => void;
  signal?: AbortSignal;
}

/** Puts the app into the emulator with the plain CDK CLI.
 *  @throws LocalError with the log's last lines when it fails */
export async function deploy(options: DeployOptions): Promise<Outputs> {
  await rm(options.logFile, { force: true });
  await rm(options.outputsFile, { force: true });
  if (!(await stackExists(options.emulatorUrl, 'CDKToolkit'))) {
    options.onProgress?.('bootstrapping');
    // From a folder without cdk.json: bootstrapping needs no app, and would synthesize it once more.
    await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`], { ...options, appDir: dirname(options.outputsFile) });
  }
  const context = Object.entries({ local: 'true', ...options.context }).flatMap(([key, value]) => [
    '--context',
    `${key}=${value}`,
  ]);
  await cdk(
    ['deploy', '--all', '--require-approval', 'never', '--outputs-file', options.outputsFile, ...SPEED, ...context],
    options,
  );
  return readOutputs(options.outputsFile);
}

// A direct deploy skips the change set (made, waited for and executed stack by stack otherwise).
const SPEED = ['--method', 'direct', '--concurrency', '4', '--progress', 'events'];

async function cdk(args: string[], options: DeployOptions): Promise<void> {
  const logged = await sizeOf(options.emulatorLog);
  const child = await startChild({
    name: 'The CDK CLI',
    command: process.execPath,
    args: [CDK, ...args, '--output', options.assembly, '--no-notices', '--no-version-reporting', '--ci'],
    cwd: options.appDir ?? projectRoot,
    logFile: options.logFile,
    readStdout: true,
    env: deployEnvironment(options),
  });
  const abort = () => void child.stop(2_000);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    await follow(child, options);
    const { code, signal } = await child.exited;
    if (code === 0) return;
    if (options.signal?.aborted) throw new LocalError('The deploy was interrupted.', 'Start again.');
    const lines = [
      `cdk ${args[0]} failed (${signal ?? `exit code ${code}`}):`,
      await failureLines(options.logFile, 8),
      options.emulatorLog ? await templateComplaints(options.emulatorLog, logged) : '',
    ];
    throw new LocalError(
      lines.filter((line) => line !== '').join('\n'),
      `Its whole log is ${options.logFile}; mend what it names and start again.`,
    );
  } finally {
    options.signal?.removeEventListener('abort', abort);
  }
}

function deployEnvironment({ emulatorUrl, env = process.env }: DeployOptions): Record<string, string> {
  const forTheApp = FOR_THE_APP.flatMap((name) => {
    const value = env[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return {
    ...childEnvironment(env),
    ...emulatorCredentials(emulatorUrl),
    ...Object.fromEntries(forTheApp),
    CDK_DISABLE_CLI_TELEMETRY: 'true',
  };
}

/** Writes what the CLI prints to the log and passes each line on as progress. */
async function follow(child: Child, { logFile, onProgress }: DeployOptions): Promise<void> {
  if (!child.stdout) return;
  mkdirSync(dirname(logFile), { recursive: true });
  for await (const line of createInterface({ input: child.stdout })) {
    appendFileSync(logFile, `${line}\n`);
    const text = stripVTControlCharacters(line).trim();
    if (text !== '') onProgress?.(text);
  }
}

async function sizeOf(file: string | undefined): Promise<number> {
  if (file === undefined) return 0;
  try {
    return (await stat(file)).size;
  } catch {
    return 0; // an endpoint that is not ours writes no log here
  }
}
