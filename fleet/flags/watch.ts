import { type FlagsHeard, readFlags } from './flags.ts';

/** AppConfig lets one session ask no more often than every 15 s, so three take turns: a flag is heard within five. */
const SESSIONS = 3;
export const TURN_MS = 5_100;

/** The data plane: a session's first token, and an answer with the next. Each token is good for one call. */
export interface FlagSource {
  begin(): Promise<string>;
  /** `text` is empty where the session has it already */
  ask(token: string): Promise<{ text: string; next: string }>;
}

export interface WatchedFlags {
  source: FlagSource;
  seen(flags: FlagsHeard): void;
  warn(message: string, fields: Record<string, unknown>): void;
  /** for tests: the time between two turns */
  turnMs?: number;
}

/** Asks for a service's flags again and again. What fails is said once, until it works again, and until then the flags
 *  that were heard last hold: a service that cannot ask goes on as it is.
 *  @returns ends the watch */
export function watchFlags({ source, seen, warn, turnMs = TURN_MS }: WatchedFlags): () => void {
  const tokens: (string | undefined)[] = Array.from({ length: SESSIONS });
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let failing = false;
  let turn = 0;
  let heard = '';
  const look = async () => {
    const mine = turn % SESSIONS;
    turn += 1;
    const token = tokens[mine];
    tokens[mine] = undefined; // spent, whatever comes of it
    try {
      const { text, next } = await source.ask(token ?? (await source.begin()));
      tokens[mine] = next;
      failing = false;
      if (text !== '' && text !== heard && !stopped) {
        seen(readFlags(text));
        heard = text;
      }
    } catch (error) {
      if (!failing) warn('the flags were not read', { why: error instanceof Error ? error.message : String(error) });
      failing = true;
    }
    if (!stopped) timer = setTimeout(look, turnMs);
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
