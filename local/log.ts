import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** The last lines of a log, indented for a message, without colours. */
export async function lastLines(file: string, count: number): Promise<string> {
  return indent((await linesOf(file)).slice(-count));
}

/** The last lines of a log that tell of a failure; where none does, simply the last. */
export async function failureLines(file: string, count: number): Promise<string> {
  const lines = (await linesOf(file)).filter((line) => !line.includes('feature flag'));
  const failures = lines.filter((line) => /fail|error|❌|denied/i.test(line));
  return indent((failures.length > 0 ? failures : lines).slice(-count));
}

/** What the emulator's CloudFormation complained of after `from` (bytes): the CLI often knows only that it failed. */
export async function templateComplaints(file: string, from: number): Promise<string> {
  const lines = await linesOf(file, from);
  return indent(lines.filter((line) => /(WARNING|ERROR).*\[cloudformation\]/.test(line)).slice(-3));
}

async function linesOf(file: string, from = 0): Promise<string[]> {
  let text: string;
  try {
    text = (await readFile(file)).subarray(from).toString();
  } catch {
    return ['(no log was written)'];
  }
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `  ${line.trim()}`).join('\n');
}
