import * as z from 'zod';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { InvokeParameters } from '#domain/policy/actionParameters/invoke.ts';
import type { CallRecords, Functions } from '#ports';
import { ActionHeld, type ActionType } from '#usecases/actionType.ts';
import { answerOf, callOnce } from '../../actions/call.ts';

const InvokePlan = z.object({
  function: z.string(),
  undo: z.string().nullable(),
  service: z.string(),
  payload: z.record(z.string(), z.unknown()),
});

/** Calls a Lambda function of the user's: at most once, for what it does is its own affair. */
export const invoke = (functions: Functions, calls: CallRecords): ActionType => {
  /** `key` stays the same over every try, so that the function can tell a repeat */
  const given = ({ service, payload }: z.output<typeof InvokePlan>, key: string, undo: boolean) => ({
    ...payload,
    key,
    service,
    undo,
  });
  return {
    name: 'invoke',
    changes: true,
    withoutUndo: 'only its author knows what the function changes',
    check: faultsOf(InvokeParameters),
    async plan(service, parameters) {
      const { function: name, payload, undo } = InvokeParameters.parse(parameters);
      for (const one of undo === undefined ? [name] : [name, undo]) {
        const found = await functions.describe(one);
        if (!found) return { nothing: `Lambda knows no function ${one}` };
        if (!found.consents) return { nothing: `the function ${one} does not carry the tag forestall:act` };
      }
      const plan: z.input<typeof InvokePlan> = {
        function: name,
        undo: undo ?? null,
        service: service.name,
        payload,
      };
      return { plan };
    },
    act: (written, tools) => {
      const plan = InvokePlan.parse(written);
      return callOnce(tools.id, () => functions.invoke(plan.function, given(plan, tools.id, false)), tools, calls);
    },
    settled: (_written, { id }) => answerOf(id, calls),
    async undo(written, tools) {
      const plan = InvokePlan.parse(written);
      const { undo } = plan;
      if (undo === null) throw new ActionHeld(`its policy names no function that takes ${plan.function} back`);
      const key = `${tools.id}-undo`;
      await callOnce(key, () => functions.invoke(undo, given(plan, tools.id, true)), tools, calls);
      const answer = await answerOf(key, calls);
      if (answer.state === 'failed') throw new ActionHeld(`${undo}: ${answer.reason}`);
    },
  };
};
