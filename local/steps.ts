/** The steps of a start, in the order in which a person reads them. */
export const STEPS = ['install', 'emulator', 'deploy', 'fleet', 'front'] as const;
export type Step = (typeof STEPS)[number];

export type StepEvent =
  | { step: Step; state: 'started' | 'progress'; text?: string }
  | { step: Step; state: 'done'; text: string; ms: number }
  | { step: Step; state: 'failed'; text: string };

export type OnStep = (event: StepEvent) => void;

/** Runs a step and tells how it goes. `describe` says in a few words what came of it. */
export async function step<T>(
  name: Step,
  onStep: OnStep,
  work: (progress: (text: string) => void) => Promise<T>,
  describe: (result: T) => string,
): Promise<T> {
  const began = performance.now();
  onStep({ step: name, state: 'started' });
  try {
    const result = await work((text) => onStep({ step: name, state: 'progress', text }));
    onStep({ step: name, state: 'done', text: describe(result), ms: performance.now() - began });
    return result;
  } catch (error) {
    onStep({ step: name, state: 'failed', text: error instanceof Error ? error.message : String(error) });
    throw error;
  }
}
