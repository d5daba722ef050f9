import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { Configuration } from '#domain/configuration/configuration.ts';
import { loadPolicyFile } from '#domain/policy/load.ts';

/** `forestall.yml` and the policy files as they are laid beside each function's code. */
export interface Installation {
  configuration: Configuration;
  policies: { file: string; text: string }[];
}

/**
 * Reads and checks what this deploy carries, so that a mistake is found before anything is deployed.
 * @throws Error that lists every fault with its file, line and column
 */
export function readInstallation(root: string): Installation {
  const configuration = readConfiguration(join(root, 'forestall.yml'));
  const policies = globSync('policies/**/*.yml', { cwd: root })
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  const faults = policies.flatMap(
    ({ file, text }) => loadPolicyFile(file, text, { configuration, now: Date.now() / 1000 }).faults,
  );
  if (faults.length > 0) {
    throw new Error(faults.map((fault) => `${fault.file}:${fault.line}:${fault.column}: ${fault.message}`).join('\n'));
  }
  return { configuration, policies };
}

function readConfiguration(file: string): Configuration {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  const name = relative(process.cwd(), file);
  const [broken] = document.errors;
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0]);
    throw new Error(`${name}:${line}:${col}: not YAML: ${broken.message}`);
  }
  const read = Configuration.safeParse(document.toJS() ?? {});
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => `${name}: /${path.join('/')}: ${message}`);
  throw new Error(`${faults.join('\n')}\nnpx forestall config validate says where`);
}
