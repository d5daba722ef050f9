import type { Command } from 'commander';
import { canonicalService } from '#domain/service/name.ts';
import { Engine, StreamStatus } from '../answers.ts';
import { read } from '../client.ts';
import { type Connected, connect, globalsOf } from '../context.ts';
import { follow } from '../stream/follow.ts';
import type { Terminal } from '../terminal.ts';
import { engineText } from '../text/engine.ts';
import { describeEvent } from '../watch/describeEvent.ts';
import { render } from '../watch/line.ts';
import { type StreamMessage, serviceOf } from '../watch/message.ts';
import { newsOnly } from '../watch/news.ts';
import { warmUp } from '../watch/warmUp.ts';

export function addWatch(program: Command, terminal: Terminal, untilStopped: () => AbortSignal): void {
  program
    .command('watch')
    .description('what happens, as it happens; Ctrl-C ends it')
    .option('--service <name>', 'of one service only')
    .option('--json', 'each event as one line of JSON')
    .action(async ({ service }: { service?: string }, command: Command) => {
      const connected = await connect(command, terminal);
      const { installation, client } = connected;
      const json = globalsOf(command).json === true;
      const note = (text: string) => terminal.aside(terminal.colours.dim(text));
      const ending = new AbortController();
      const stop = AbortSignal.any([untilStopped(), ending.signal]);
      let warming: Promise<void> | undefined;
      try {
        await follow({
          url: await streamUrl(connected),
          key: installation.key,
          signal: stop,
          random: Math.random,
          onEvent: show(service, json, terminal),
          onNote: note,
          onReady: () => {
            note(`watching ${service ?? 'every service'} at ${installation.url}; Ctrl-C ends it`);
            warming = warmUp(client, { only: service, note, signal: stop, now: terminal.now });
            void sayIfOff(connected, terminal);
          },
        });
      } finally {
        ending.abort();
        await warming;
      }
    });
}

/** A local installation says where its stream is; another is asked. */
async function streamUrl({ installation, client }: Connected): Promise<string> {
  return installation.websocketUrl ?? (await read(client.GET('/stream/status'), StreamStatus)).websocket_url;
}

/** Who watches for a repair should know that none will come. */
async function sayIfOff({ client }: Connected, { aside, colours, now }: Terminal): Promise<void> {
  try {
    const engine = await read(client.GET('/status'), Engine);
    if (!engine.enabled) aside(engineText(engine, now(), colours));
  } catch (error) {
    aside(`whether the engine is on is not known: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Programs get each event whole, people what is news to them. */
function show(only: string | undefined, json: boolean, { out, colours }: Terminal): (message: StreamMessage) => void {
  const isNews = newsOnly();
  return (message) => {
    const about = serviceOf(message);
    if (only !== undefined && about !== null && about !== only && about !== canonicalService(only)) return;
    if (json) out(JSON.stringify(message));
    else if (isNews(message)) for (const line of describeEvent(message)) out(render(line, colours));
  };
}
