import { Listr } from 'listr2';
import { type OnStep, STEPS, type Step, type StepEvent } from './steps.ts';

const TITLES: Record<Step, string> = {
  install: 'Emulator',
  emulator: 'Emulator answers',
  deploy: 'CDK app deployed',
  fleet: 'Demo fleet',
  front: 'One address',
};

export interface Progress {
  onStep: OnStep;
  /** Lets the display come to rest before anything else is printed. */
  end(): Promise<void>;
}

/** A live list on a terminal, one line a step elsewhere (a pipe, CI). */
export function showProgress(steps: readonly Step[], stream: NodeJS.WriteStream = process.stdout): Progress {
  // A terminal that does not know its width (0 columns) would get one letter a line.
  return stream.isTTY && stream.columns >= 40 && !process.env.CI ? liveList(steps) : plainLines(stream);
}

/** The steps that a start with these options goes through. */
export function stepsOf(options: { fleet: boolean }): Step[] {
  return STEPS.filter((step) => step !== 'fleet' || options.fleet);
}

function plainLines(stream: NodeJS.WritableStream): Progress {
  return {
    onStep: (event) => {
      const line = plainLine(event);
      if (line !== undefined) stream.write(`${line}\n`);
    },
    end: async () => {},
  };
}

/** A finished or failed step as a line; a start only where it may take long. */
export function plainLine(event: StepEvent): string | undefined {
  const title = TITLES[event.step];
  if (event.state === 'done') return `  ✓ ${title}: ${event.text} (${seconds(event.ms)})`;
  if (event.state === 'started') return event.step === 'deploy' || event.step === 'fleet' ? `  … ${title}` : undefined;
  if (event.state === 'progress') return event.step === 'install' ? `  … ${title}: ${event.text}` : undefined;
  return `  ✗ ${title}`;
}

function liveList(steps: readonly Step[]): Progress {
  const rows = new Map(steps.map((step) => [step, { over: deferred(), show: (_text: string) => {} }]));
  const list = new Listr(
    steps.map((step) => ({
      title: TITLES[step],
      task: async (_context, task) => {
        const row = rows.get(step);
        if (!row) return;
        row.show = (text) => {
          task.output = text;
        };
        task.title = `${TITLES[step]}${await row.over.promise}`;
      },
    })),
    {
      concurrent: true,
      exitOnError: false,
      // Ctrl-C is ours: its own listener would end the process before anything is stopped.
      registerSignalListeners: false,
      rendererOptions: { collapseErrors: true, showErrorMessage: false },
    },
  );
  const running = list.run();
  return {
    onStep: (event) => {
      const row = rows.get(event.step);
      if (event.state === 'progress') row?.show(event.text ?? '');
      if (event.state === 'done') row?.over.resolve(`: ${event.text} (${seconds(event.ms)})`);
      if (event.state === 'failed') row?.over.reject(new Error(event.text));
    },
    end: async () => {
      for (const { over } of rows.values()) over.reject(new Error('not reached'));
      await running;
    },
  };
}

function deferred() {
  return Promise.withResolvers<string>();
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
