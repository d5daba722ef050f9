import { readFile } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** The last lines of a log, indented for a message, without colours. */
export async function lastLines(file: string, count: number): Promise<string> {
  return indent((await linesOf(file)).slice(-count));
}

/** The last lines of a log that tell of a failure; where none does, simply the last. */
export async function failureLines(file: string, count: number, telling = /fail|error|❌|denied/i): Promise<string> {
  const lines = await linesOf(file);
  const failures = lines.filter((line) => telling.test(line));
  return indent((failures.length > 0 ? failures : lines).slice(-count));
}

async function linesOf(file: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
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
