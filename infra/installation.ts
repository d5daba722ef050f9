import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Configuration } from '#domain/configuration/configuration.ts';
import { loadConfigurationFile } from '#domain/configuration/load.ts';
import { complying } from '#domain/policy/compliance.ts';
import type { Compliance } from '#domain/policy/document.ts';
import { loadPolicyTree } from '#domain/policy/tree.ts';
import type { FileFault } from '#domain/yaml/source.ts';

const FILE = 'forestall.yml';

/** `forestall.yml` and the policy files as they are laid beside each function's code. */
export interface Installation {
  configuration: Configuration;
  policies: { file: string; text: string }[];
  /** what the files hold the whole installation to */
  compliance: Compliance | null;
}

/** What people wrote and cannot be deployed: one line a fault, with its file, line and column. */
export class FaultyFiles extends Error {
  override name = 'FaultyFiles';

  constructor(faults: readonly FileFault[]) {
    super(faults.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`).join('\n'));
  }
}

/**
 * Reads and checks what this deploy carries, so that a mistake is found before anything is deployed.
 * @param file what stands in place of `forestall.yml`
 * @throws FaultyFiles that lists every fault
 */
export function readInstallation(root: string, file = FILE): Installation {
  const configuration = readConfiguration(root, file);
  const policies = globSync('policies/**/*.yml', { cwd: root })
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const { faults, compliance } = loadPolicyTree(policies, { configuration, now: Date.now() / 1000 });
  if (faults.length > 0) throw new FaultyFiles(faults);
  return { configuration: complying(configuration, compliance), policies, compliance };
}

function readConfiguration(root: string, file: string): Configuration {
  const { configuration, faults } = loadConfigurationFile(file, readFileSync(resolve(root, file), 'utf8'));
  if (!configuration) throw new FaultyFiles(faults);
  return configuration;
}
