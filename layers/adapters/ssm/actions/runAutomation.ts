import { createHash } from 'node:crypto';
import * as z from 'zod';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { RunAutomationParameters } from '#domain/policy/actionParameters/runAutomation.ts';
import type { Automation, CallRecords } from '#ports';
import { ActionHeld, type ActionTools, type ActionType } from '#usecases/actionType.ts';

const RunPlan = z.object({
  document: z.string(),
  undo: z.string().nullable(),
  parameters: z.record(z.string(), z.array(z.string())),
});

/** Runs an SSM Automation document of the user's. */
export const runAutomation = (automation: Automation, calls: CallRecords): ActionType => {
  /** The run's id is what is kept of the call: who lost it gets it again by the same token. */
  async function start(
    { document, parameters }: { document: string; parameters: Record<string, string[]> },
    key: string,
    { mayChange }: ActionTools,
  ): Promise<string> {
    const there = await calls.read(key);
    if (there?.ended) return there.said;
    await mayChange();
    const run = await automation.start(document, parameters, tokenOf(key));
    await calls.end(key, { ok: true, said: run });
    return run;
  }
  return {
    name: 'run_automation',
    changes: true,
    withoutUndo: 'only its author knows what the document changes',
    check: faultsOf(RunAutomationParameters),
    async plan(_service, parameters) {
      const { document, undo, parameters: given } = RunAutomationParameters.parse(parameters);
      for (const one of undo === undefined ? [document] : [document, undo]) {
        const found = await automation.describe(one);
        if (!found) return { nothing: `SSM knows no Automation document ${one}` };
        if (!found.consents) return { nothing: `the document ${one} does not carry the tag forestall:act` };
      }
      const plan: z.input<typeof RunPlan> = {
        document,
        undo: undo ?? null,
        parameters: Object.fromEntries(
          Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value : [String(value)]]),
        ),
      };
      return { plan };
    },
    async act(written, tools) {
      const plan = RunPlan.parse(written);
      await start(plan, tools.id, tools);
    },
    async settled(written, { id }) {
      const { document } = RunPlan.parse(written);
      const there = await calls.read(id);
      if (!there?.ended) return { state: 'failed', reason: `no run of ${document} is known` };
      const { state, said } = await automation.state(there.said);
      if (state === 'running') return { state: 'moving', what: `${there.said} is ${said}` };
      return state === 'succeeded' ? { state: 'settled' } : { state: 'failed', reason: `${there.said}: ${said}` };
    },
    async undo(written, tools) {
      const { undo, document, parameters } = RunPlan.parse(written);
      if (undo === null) throw new ActionHeld(`its policy names no document that takes ${document} back`);
      await start({ document: undo, parameters }, `${tools.id}-undo`, tools);
    },
  };
};

/** SSM's idempotency token, a UUID: a repeat finds the run that it started. */
function tokenOf(key: string): string {
  const digits = createHash('sha256').update(key).digest('hex');
  return [8, 12, 16, 20, 32].map((end, part, ends) => digits.slice(ends[part - 1] ?? 0, end)).join('-');
}
