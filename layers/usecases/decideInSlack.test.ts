import { expect, test } from 'vitest';
import { anAction } from '#domain/fixtures.ts';
import type { IntegrationOf, Secrets } from '#domain/integration/integration.ts';
import { BUTTONS } from '#domain/integration/slack.ts';
import { slackSignature } from '#domain/integration/slackSignature.ts';
import type { Decided, Decision } from './decideApproval.ts';
import { decideInSlack } from './decideInSlack.ts';

const SECRET = 'a-signing-secret';
const NOW = 1_800_000_000;
const AT = '2027-01-15T08:00:00.000Z';
const integration: IntegrationOf<'slack'> = {
  id: 'integration_1',
  type: 'slack',
  name: 'slack',
  events: ['*'],
  services: null,
  severities: null,
  enabled: true,
  disabled_reason: null,
  links_to: 'https://forestall.test',
  by: 'bot',
  channel: '#sre-alerts',
  api_url: 'https://slack.com/api',
  interactive: true,
  approvers: null,
  created_at: AT,
  updated_at: AT,
  version: 1,
};

function stage({
  outcome = { outcome: 'decided', action: anAction() },
  change = {},
  secrets = { signing_secret: SECRET },
}: {
  outcome?: Decided;
  change?: Partial<IntegrationOf<'slack'>>;
  secrets?: Secrets;
} = {}) {
  const decisions: Decision[] = [];
  const said: Record<string, unknown>[] = [];
  const noted: unknown[] = [];
  const seen: string[] = [];
  const ports = {
    integrations: {
      get: async (id: string) => (id === integration.id ? { ...integration, ...change } : undefined),
      secrets: async (id: string) => (id === integration.id ? secrets : undefined),
    },
    sender: {
      async send(_url: string, body: string) {
        said.push(JSON.parse(body));
        return { status: 200, error: null, retryAfter: undefined, body: 'ok', duration_ms: 1 };
      },
    },
    async decide(wanted: Decision) {
      decisions.push(wanted);
      return outcome;
    },
    async acknowledge(anomaly: string, by: string) {
      seen.push(`${anomaly} ${by}`);
      return anomaly === 'anomaly_1' ? ('told' as const) : ('over' as const);
    },
    async note(done: unknown) {
      noted.push(done);
    },
    clock: { now: () => NOW },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  };
  return { ports, decisions, said, noted, seen };
}

const value = { integration: 'integration_1', action: 'action_1', hash: 'f00' };
const pressed = (change: object = {}, button: object = {}) => ({
  type: 'block_actions',
  user: { id: 'U123', username: 'kim' },
  response_url: 'https://hooks.slack.com/actions/T/1/x',
  message: {
    blocks: [
      { type: 'header', text: {} },
      { type: 'actions', elements: [] },
    ],
  },
  actions: [{ action_id: BUTTONS.approved, value: JSON.stringify(value), ...button }],
  ...change,
});
function request(payload: object, secret = SECRET, at = NOW) {
  const text = JSON.stringify(payload);
  const body = new URLSearchParams({ payload: text }).toString();
  return { payload: text, body, timestamp: `${at}`, signature: slackSignature(secret, `${at}`, body) };
}

test('a pressed button is a decision with the Slack user as its actor, about the plan that was shown', async () => {
  const { ports, decisions, said, noted } = stage();
  expect(await decideInSlack(request(pressed()), ports)).toBe(true);
  expect(decisions).toEqual([
    { id: 'action_1', decision: 'approved', by: 'slack:U123', note: null, hash: 'f00', namespaces: null },
  ]);
  expect(noted).toMatchObject([{ action: 'action.approved', actor: 'slack:U123', detail: { action: 'action_1' } }]);
  expect(said).toEqual([
    {
      replace_original: true,
      text: 'Approved by <@U123>',
      blocks: [
        { type: 'header', text: {} },
        { type: 'context', elements: [{ type: 'mrkdwn', text: 'Approved by <@U123>' }] },
      ],
    },
  ]);
  const reject = stage();
  await decideInSlack(request(pressed({}, { action_id: BUTTONS.rejected })), reject.ports);
  expect(reject.decisions).toMatchObject([{ decision: 'rejected' }]);
});

test.each([
  ['signed with another secret', request(pressed(), 'other')],
  ['six minutes old', request(pressed(), SECRET, NOW - 360)],
  [
    'of an integration that is not there',
    request(pressed({}, { value: JSON.stringify({ ...value, integration: 'x' }) })),
  ],
  ['without a button', request({ ...pressed(), actions: [] })],
  ['with a button of somebody else', request(pressed({}, { value: 'theirs' }))],
  ['no JSON', { ...request(pressed()), payload: '{' }],
  ['whose user is none', request(pressed({ user: { id: '<!channel>' } }))],
])('a request %s is not taken, and nothing is decided', async (_what, wrong) => {
  const { ports, decisions, said } = stage();
  expect(await decideInSlack(wrong, ports)).toBe(false);
  expect([decisions, said]).toEqual([[], []]);
});

test('a changed body under a signature of another is not taken', async () => {
  const { ports, decisions } = stage();
  const { body: _, ...signed } = request(pressed());
  expect(await decideInSlack({ ...signed, body: 'payload=other' }, ports)).toBe(false);
  expect(decisions).toEqual([]);
});

test('an integration without a signing secret, or of another kind, has no buttons', async () => {
  const { ports, decisions } = stage({ secrets: {} });
  expect(await decideInSlack(request(pressed()), ports)).toBe(false);
  expect(decisions).toEqual([]);
});

test('only approvers decide, where some are named; the others are told so, alone', async () => {
  const { ports, decisions, said } = stage({ change: { approvers: ['U999'] } });
  expect(await decideInSlack(request(pressed()), ports)).toBe(true);
  expect(decisions).toEqual([]);
  expect(said).toMatchObject([{ response_type: 'ephemeral', replace_original: false }]);
});

test('a decision that comes too late is told to who made it, and the message stays', async () => {
  const { ports, said, noted } = stage({ outcome: { outcome: 'refused', reason: 'it is too late' } });
  expect(await decideInSlack(request(pressed()), ports)).toBe(true);
  expect(said).toMatchObject([{ response_type: 'ephemeral', text: 'Nothing was changed: it is too late' }]);
  expect(noted).toEqual([]);
});

test('whoever sees an anomaly may acknowledge it, as themselves; one that is over says so', async () => {
  const { ports, decisions, said, noted, seen } = stage({ change: { approvers: ['U999'] } });
  const seeing = (anomaly: string) =>
    pressed({}, { action_id: BUTTONS.acknowledged, value: JSON.stringify({ ...value, action: null, anomaly }) });
  expect(await decideInSlack(request(seeing('anomaly_1')), ports)).toBe(true);
  expect(await decideInSlack(request(seeing('anomaly_2')), ports)).toBe(true);
  expect([seen, decisions]).toEqual([['anomaly_1 slack:U123', 'anomaly_2 slack:U123'], []]);
  expect(noted).toEqual([
    { action: 'anomaly.acknowledged', actor: 'slack:U123', target: 'anomaly:anomaly_1', detail: {} },
  ]);
  expect(said).toMatchObject([
    { replace_original: true, text: 'Acknowledged by <@U123>' },
    { response_type: 'ephemeral', text: 'It is over already' },
  ]);
});

test('a link that is followed decides nothing', async () => {
  const { ports, decisions } = stage();
  const link = { action_id: 'forestall_view', value: JSON.stringify({ ...value, action: null, hash: null }) };
  expect(await decideInSlack(request(pressed({}, link)), ports)).toBe(true);
  expect(decisions).toEqual([]);
});
