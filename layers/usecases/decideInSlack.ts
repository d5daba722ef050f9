import * as z from 'zod';
import type { AuditEntry } from '#domain/audit/entry.ts';
import { BUTTONS, ButtonValue } from '#domain/integration/slack.ts';
import { isSlacks } from '#domain/integration/slackSignature.ts';
import type { Clock, IntegrationTable, Log, WebhookSender } from '#ports';
import type { Decided, Decision } from './decideApproval.ts';

/** A pressed button, as Slack tells of it (docs.slack.dev, block_actions payloads). */
const Pressed = z.object({
  type: z.string(),
  user: z.object({ id: z.string().regex(/^[A-Z0-9]{1,30}$/) }),
  actions: z.array(z.object({ action_id: z.string(), value: z.string().optional() })).min(1),
  response_url: z.url().optional(),
  message: z.object({ blocks: z.array(z.looseObject({ type: z.string() })).optional() }).optional(),
});
type Pressed = z.infer<typeof Pressed>;

export interface SlackRequest {
  payload: string;
  /** the body as its bytes came */
  body: string;
  timestamp: string | undefined;
  signature: string | undefined;
}
export interface SlackDecisionPorts {
  integrations: Pick<IntegrationTable, 'get' | 'secrets'>;
  sender: WebhookSender;
  decide(wanted: Decision): Promise<Decided>;
  /** says that somebody looks after an anomaly */
  acknowledge(anomaly: string, by: string): Promise<'told' | 'unknown' | 'over'>;
  /** tells the audit what somebody did, and to what */
  note(done: Pick<AuditEntry, 'actor' | 'action' | 'target' | 'detail'>): Promise<void>;
  clock: Clock;
  log: Log;
}

/**
 * What somebody decided by a button in Slack: the same decision as by the API, with the Slack user as its actor.
 * @returns false where the request is not Slack's, whatever is wrong with it
 */
export async function decideInSlack(request: SlackRequest, ports: SlackDecisionPorts): Promise<boolean> {
  const pressed = readAs(Pressed, request.payload);
  const [button] = pressed?.actions ?? [];
  const value = button && readAs(ButtonValue, button.value ?? '');
  if (!pressed || !button || !value) return false;
  const [integration, secrets] = await Promise.all([
    ports.integrations.get(value.integration),
    ports.integrations.secrets(value.integration),
  ]);
  const secret = secrets?.signing_secret;
  if (integration?.type !== 'slack' || secret === undefined) return false;
  if (!isSlacks(request, secret, ports.clock.now())) return false;

  const decision = decisionOf(button.action_id);
  const by = `slack:${pressed.user.id}`;
  if (button.action_id === BUTTONS.acknowledged && value.anomaly !== null && integration.enabled) {
    await acknowledged(pressed, value.anomaly, by, ports);
    return true;
  }
  if (decision === undefined || value.action === null) return true; // somebody followed a link
  if (!integration.enabled || (integration.approvers !== null && !integration.approvers.includes(pressed.user.id))) {
    ports.log.info('a decision in Slack was not taken', { by, action: value.action, decision });
    await answer(pressed, onlyTo(`You may not decide here: ask one of this integration's approvers`), ports);
    return true;
  }
  const wanted = { id: value.action, decision, by, note: null, hash: value.hash, namespaces: null };
  const decided = await ports.decide(wanted);
  ports.log.info('a decision in Slack', { by, action: value.action, decision, outcome: decided.outcome });
  if (decided.outcome === 'decided') {
    const { id, service, version } = decided.action;
    const detail = { action: id, version };
    await ports.note({ actor: by, action: `action.${decision}`, target: `service:${service}`, detail });
    await answer(pressed, settled(pressed, decision === 'approved' ? 'Approved' : 'Rejected'), ports);
  } else await answer(pressed, onlyTo(whyNot(decided)), ports);
  return true;
}

/** Whoever sees a message may say that they look after it: that changes nothing but who is reminded. */
async function acknowledged(pressed: Pressed, anomaly: string, by: string, ports: SlackDecisionPorts): Promise<void> {
  const told = await ports.acknowledge(anomaly, by);
  ports.log.info('acknowledged in Slack', { by, anomaly, told });
  if (told === 'told')
    await ports.note({ actor: by, action: 'anomaly.acknowledged', target: `anomaly:${anomaly}`, detail: {} });
  const words = { unknown: 'There is no such anomaly any more', over: 'It is over already' };
  await answer(pressed, told === 'told' ? settled(pressed, 'Acknowledged') : onlyTo(words[told]), ports);
}

function decisionOf(actionId: string): Decision['decision'] | undefined {
  if (actionId === BUTTONS.approved) return 'approved';
  return actionId === BUTTONS.rejected ? 'rejected' : undefined;
}

function whyNot(decided: Exclude<Decided, { outcome: 'decided' }>): string {
  switch (decided.outcome) {
    case 'refused':
      return `Nothing was changed: ${decided.reason}`;
    case 'foreign':
      return `Nothing was changed: nobody decides about ${decided.service} here`;
    case 'unknown':
      return 'Nothing was changed: there is no such action any more';
  }
}

const onlyTo = (text: string) => ({ response_type: 'ephemeral', replace_original: false, text });

/** The message as it was, without its buttons, and with who did it. */
function settled({ message, user }: Pressed, what: 'Approved' | 'Rejected' | 'Acknowledged') {
  const text = `${what} by <@${user.id}>`;
  const blocks = (message?.blocks ?? []).filter(({ type }) => type !== 'actions');
  const who = { type: 'context', elements: [{ type: 'mrkdwn', text }] };
  return { replace_original: true, text, blocks: [...blocks, who] };
}

/** Slack gives an address for what is to be said of it. That nobody hears it changes nothing about what was decided. */
async function answer(
  { response_url }: Pressed,
  body: Record<string, unknown>,
  { sender, log }: SlackDecisionPorts,
): Promise<void> {
  if (response_url === undefined) return;
  const { status, error } = await sender.send(response_url, JSON.stringify(body), {
    'content-type': 'application/json',
  });
  if (status === null || status >= 300) log.warn('Slack was not told what came of a decision', { status, error });
}

function readAs<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
