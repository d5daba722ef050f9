import pc from 'picocolors';

export type Colours = ReturnType<typeof pc.createColors>;

/** What a command talks to: results go out, everything about the run goes to the side. */
export interface Terminal {
  out(text: string): void;
  aside(text: string): void;
  /** one line about how far the work is, which the next one replaces and '' takes away; only where a person looks on */
  status(text: string): void;
  colours: Colours;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  now(): number;
}

/** The terminal of this process. Colour only where a person looks at it and has not declined it (no-color.org). */
export function processTerminal(): Terminal {
  const { env, stdout, stderr } = process;
  let showing = false;
  function status(text: string): void {
    if (!stderr.isTTY || (text === '' && !showing)) return;
    stderr.write(`\r\u001b[2K${text.slice(0, (stderr.columns || 80) - 1)}`);
    showing = text !== '';
  }
  function write(stream: NodeJS.WriteStream, text: string): void {
    status('');
    stream.write(`${text}\n`);
  }
  return {
    out: (text) => write(stdout, text),
    aside: (text) => write(stderr, text),
    status,
    colours: pc.createColors(wantsColour(env, stdout.isTTY === true)),
    env,
    cwd: process.cwd(),
    now: () => Date.now() / 1000,
  };
}

/** `FORCE_COLOR` is for recordings; `NO_COLOR` wins over it. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}

/** A result for programs: JSON and nothing else. */
export const printJson = ({ out }: Pick<Terminal, 'out'>, value: unknown): void => out(JSON.stringify(value, null, 2));
