import * as z from 'zod';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { ScaleLambdaParameters } from '#domain/policy/actionParameters/scaleLambda.ts';
import type { Functions } from '#ports';
import { ActionDrift, type ActionTools, type ActionType } from '#usecases/actionType.ts';

const Runs = z.number().nullable();
const ScaleLambdaPlan = z.object({
  function: z.string(),
  /** null: the reserved concurrency is meant */
  qualifier: z.string().nullable(),
  from: Runs,
  to: Runs,
});
type Plan = z.output<typeof ScaleLambdaPlan>;

/** Changes how many runs a Lambda function may have at a time, or how many are kept warm. */
export const scaleLambda = (functions: Functions): ActionType => ({
  name: 'scale_lambda',
  changes: true,
  check: faultsOf(ScaleLambdaParameters),
  async plan(_service, parameters) {
    const wanted = ScaleLambdaParameters.parse(parameters);
    const { function: name, qualifier = null } = wanted;
    const found = await functions.describe(name);
    if (!found) return { nothing: `Lambda knows no function ${name}` };
    if (!found.consents) return { nothing: `the function ${name} does not carry the tag forestall:act` };
    const kept = wanted.provisioned === undefined ? null : qualifier;
    const from = await now(functions, { function: name, qualifier: kept });
    const to = target(wanted, from);
    if (to === undefined)
      return { nothing: `no runs are reserved for ${name}, so there is nothing to take a share of` };
    if (to === from) return { nothing: `${name} has ${from ?? 'no'} such runs already` };
    const plan: z.input<typeof ScaleLambdaPlan> = { function: name, qualifier: kept, from, to };
    return { plan };
  },
  act: (written, tools) => change(functions, ScaleLambdaPlan.parse(written), tools),
  async settled(written) {
    const { function: name, qualifier, to } = ScaleLambdaPlan.parse(written);
    const there = await now(functions, { function: name, qualifier });
    if (there !== to) return { state: 'failed', reason: `drift: ${there ?? 'none'} are set now, not ${to ?? 'none'}` };
    if (qualifier === null || to === null) return { state: 'settled' };
    const { state } = (await functions.provisioned(name, qualifier)) ?? { state: 'failed' };
    if (state === 'failed') return { state: 'failed', reason: 'Lambda could not keep so many runs warm' };
    return state === 'ready' ? { state: 'settled' } : { state: 'moving', what: `${to} runs are being warmed` };
  },
  undo: (written, tools) => {
    const plan = ScaleLambdaPlan.parse(written);
    return change(functions, { ...plan, from: plan.to, to: plan.from }, tools);
  },
});

async function now(functions: Functions, { function: name, qualifier }: Pick<Plan, 'function' | 'qualifier'>) {
  if (qualifier === null) return functions.reserved(name);
  return (await functions.provisioned(name, qualifier))?.wanted ?? null;
}

/** A share of what is reserved is rounded up when it adds and down when it takes away; undefined: a share of nothing. */
function target(
  { reserved, provisioned }: z.output<typeof ScaleLambdaParameters>,
  from: number | null,
): number | null | undefined {
  if (provisioned !== undefined) return provisioned === 0 ? null : provisioned;
  if (typeof reserved === 'number') return reserved;
  if (from === null || reserved === undefined) return undefined;
  const share = Number(reserved.slice(0, -1)) / 100;
  return Math.max(0, share > 0 ? Math.ceil(from * (1 + share)) : Math.floor(from * (1 + share)));
}

/** Neither call knows a condition: it is read again just before, and looked at again just after. */
async function change(functions: Functions, plan: Plan, { mayChange }: ActionTools): Promise<void> {
  const { function: name, qualifier, from, to } = plan;
  const before = await now(functions, plan);
  if (before === to) return;
  if (before !== from) {
    const there = before ?? 'none';
    throw new ActionDrift(
      `${name} has ${there} such runs, not the ${from ?? 'none'} that the plan saw: somebody changed it`,
    );
  }
  await mayChange();
  if (qualifier === null) await functions.setReserved(name, to);
  else await functions.setProvisioned(name, qualifier, to);
  const after = await now(functions, plan);
  if (after !== to)
    throw new ActionDrift(`${name} was set to ${to ?? 'none'} and has ${after ?? 'none'}: somebody changed it`);
}
