import { setTimeout } from 'node:timers/promises';
import * as z from 'zod';
import { faultsOf } from '#domain/policy/actionParameters/faults.ts';
import { WebhookParameters } from '#domain/policy/actionParameters/webhook.ts';
import { toInstant } from '#domain/time.ts';
import { sign } from '#domain/webhook/signature.ts';
import type { Answer, CallRecords, WebhookSender, WebhookTable } from '#ports';
import type { ActionTools, ActionType } from '#usecases/actionType.ts';
import { answerOf } from '../../actions/call.ts';

const WebhookPlan = z.object({
  webhook: z.string(),
  service: z.string(),
  data: z.record(z.string(), z.unknown()),
});

/** A task has twenty seconds: three tries of four, and pauses. */
const TRIES = 3;
const PAUSE_MS = 500;

export interface Receivers {
  webhooks: Pick<WebhookTable, 'get' | 'secrets' | 'all'>;
  sender: WebhookSender;
}

/** Makes a signed call of a registered webhook; every try carries the same id, so that its receiver does it once. */
export const webhook = ({ webhooks, sender }: Receivers, calls: CallRecords): ActionType => ({
  name: 'webhook',
  changes: true,
  withoutUndo: 'a call that was heard cannot be taken back',
  check: faultsOf(WebhookParameters),
  async plan(service, parameters) {
    const { webhook: id, url, data } = WebhookParameters.parse(parameters);
    const found = id === undefined ? (await webhooks.all()).find((one) => one.url === url) : await webhooks.get(id);
    if (!found) return { nothing: `no webhook ${id ?? url} is registered: POST /webhooks gives it a secret` };
    if (!found.enabled) return { nothing: `the webhook ${found.id} is switched off` };
    const plan: z.input<typeof WebhookPlan> = { webhook: found.id, service: service.name, data };
    return { plan };
  },
  async act(written, { id: key, now, mayChange }: ActionTools) {
    const { webhook: id, service, data } = WebhookPlan.parse(written);
    if ((await calls.read(key))?.ended) return;
    const [receiver, [newest, ...older]] = await Promise.all([webhooks.get(id), webhooks.secrets(id, now)]);
    if (!receiver || newest === undefined) {
      await calls.end(key, { ok: false, said: `the webhook ${id} is gone` });
      return;
    }
    // the delivery's id is the action's: a receiver of Standard Webhooks tells a repeat by it
    const content = { event: 'action.requested', timestamp: toInstant(now), data: { ...data, service }, id: key };
    const { body, headers } = sign(content, [newest, ...older], new Date(now * 1000));
    for (let tried = 1; ; tried++) {
      await mayChange();
      const answer = await sender.send(receiver.url, body, headers);
      if (!mayBetter(answer) || tried === TRIES) {
        await calls.end(key, { ok: answer.status !== null && answer.status < 300, said: saidOf(answer) });
        return;
      }
      await setTimeout(PAUSE_MS * tried * (0.5 + Math.random()));
    }
  },
  settled: (_written, { id }) => answerOf(id, calls),
});

/** No answer, a receiver in trouble, or one that has too much to do. */
const mayBetter = ({ status }: Answer): boolean => status === null || status >= 500 || status === 429;
const saidOf = ({ status, error }: Answer): string => (status === null ? (error ?? 'no answer') : `answered ${status}`);
