import { describe, expect, test } from 'vitest';
import { anAction, anAnomaly, aService } from '#domain/fixtures.ts';
import { aSilence } from '#domain/notice/notice.fixture.ts';
import { toInstant } from '#domain/time.ts';
import { anIntegration, NOON, scene } from '#test/support/noticeScene.ts';

const forAll = (more: object = {}) => ({ targets: { team: { integration: 'team', ...more } }, default: 'team' });
const silenceOf = (service: string, minutes = 60) =>
  aSilence({
    matchers: [{ name: 'service', value: service, is_equal: true }],
    starts_at: toInstant(NOON),
    ends_at: toInstant(NOON + minutes * 60),
  });

describe('routes', () => {
  const subscribers = [anIntegration('team'), anIntegration('oncall'), anIntegration('lead'), anIntegration('archive')];
  const services = [aService({ name: 'orders', owner: 'shop' }), aService({ name: 'users', owner: 'people' })];
  const notifications = {
    targets: { rest: { integration: 'lead' } },
    default: 'rest',
    routes: [
      { namespace: 'shop', severity: ['high', 'critical'], to: ['oncall', 'team'] },
      { namespace: 'shop', to: 'team' },
    ],
  };

  test('by namespace and severity: the first that fits; who is named by none is told everything', async () => {
    const { becomes, heard, why } = scene({ notifications, subscribers, services });
    await becomes('anomaly_1', { service: 'orders', severity: 'low' });
    await becomes('anomaly_2', { service: 'orders', severity: 'critical' });
    await becomes('anomaly_3', { service: 'users', severity: 'critical' });
    expect(heard('oncall')).toEqual(['anomaly.detected 2']);
    expect(heard('team')).toEqual(['anomaly.detected 1', 'anomaly.detected 2']);
    expect(heard('lead')).toEqual(['anomaly.detected 3']);
    expect(heard('archive')).toHaveLength(3);
    expect(new Set(why())).toEqual(new Set(['not_routed']));
    expect(why()).toHaveLength(5);
  });

  test('what gets graver reaches whom its new severity concerns, as something that opens', async () => {
    const { becomes, over, heard } = scene({ notifications, subscribers, services });
    await becomes('anomaly_1', { service: 'orders', severity: 'low' });
    await becomes('anomaly_1', { severity: 'high' });
    await becomes('anomaly_1', { severity: 'high' });
    await over('anomaly_1');
    expect(heard('oncall')).toEqual(['anomaly.detected 1', 'anomaly.updated 1', 'anomaly.resolved 1']);
    expect(heard('team')).toEqual([
      'anomaly.detected 1',
      'anomaly.updated 1',
      'anomaly.updated 1',
      'anomaly.resolved 1',
    ]);
  });

  test('of the end of what they were not told they hear nothing', async () => {
    const { becomes, over, heard, why } = scene({ notifications, subscribers, services });
    await becomes('anomaly_1', { service: 'orders', severity: 'low' });
    await over('anomaly_1');
    expect(heard('oncall')).toEqual([]);
    expect(why()).toContain('not_opened');
  });

  test('an alert goes to whom it names', async () => {
    const { happens, heard } = scene({ notifications, subscribers, services });
    const alert = (to: string) => ({
      id: `alert-${to}`,
      event: 'action.succeeded' as const,
      timestamp: toInstant(NOON),
      subject: 'action_1',
      service: 'users',
      severity: null,
      action: anAction({ type: 'alert', service: 'users', parameters: { to } }),
    });
    await happens(alert('oncall'));
    await happens(alert('nobody'));
    expect(heard('oncall')).toEqual(['action.succeeded action_1']);
    expect(heard('lead'), 'the default way, where nobody bears the name').toEqual(['action.succeeded action_1']);
  });

  test('a filter of their own still holds', async () => {
    const team = anIntegration('team', { events: ['anomaly.detected'], severities: ['critical'] });
    const { becomes, over, heard } = scene({ notifications: forAll(), subscribers: [team] });
    await becomes('anomaly_1', { severity: 'high' });
    await becomes('anomaly_1', { severity: 'critical' });
    await becomes('anomaly_1');
    await over('anomaly_1');
    expect(heard('team')).toEqual(['anomaly.detected 1']);
  });
});

describe('silences', () => {
  test.each([
    ['who is named by no route', {}],
    ['who is', forAll()],
  ])('hold notices from %s, and tell what still lasts when they end', async (_who, notifications) => {
    const { silences, becomes, over, passes, heard, notices } = scene({ notifications });
    silences.push(silenceOf('orders', 10));
    await becomes('anomaly_1', { service: 'orders' });
    await becomes('anomaly_1', { severity: 'critical', current_value: 99 });
    await becomes('anomaly_2', { service: 'orders' });
    await becomes('anomaly_3', { service: 'users' });
    await over('anomaly_2');
    await passes(9);
    expect(heard('team')).toEqual(['anomaly.detected 3']);
    await passes(2);
    expect(heard('team')).toEqual(['anomaly.detected 3', 'anomaly.detected 1']);
    expect([...notices.standing.values()].filter(({ state }) => state === 'held')).toEqual([]);
    await over('anomaly_1');
    expect(heard('team').at(-1)).toBe('anomaly.resolved 1');
  });

  test('say why, by their name', async () => {
    const { silences, becomes, notices } = scene({});
    silences.push(silenceOf('orders'));
    await becomes('anomaly_1', { service: 'orders' });
    expect(notices.notTold).toEqual([
      {
        subscriber_id: 'integration_team',
        because: 'silenced',
        detail: 'silence_1 until 2027-01-13T13:00:00.000Z: we move the database',
      },
    ]);
    expect(await notices.counts()).toEqual({ silenced: 1 });
  });

  test('do not hold the end of what was told before', async () => {
    const { silences, becomes, over, heard } = scene({});
    await becomes('anomaly_1', { service: 'orders' });
    silences.push(silenceOf('orders'));
    await becomes('anomaly_1', { severity: 'critical' });
    await over('anomaly_1');
    expect(heard('team')).toEqual(['anomaly.detected 1', 'anomaly.resolved 1']);
  });
});

describe('grouping', () => {
  const notifications = forAll({ group_within: '5m' });

  test('one notice when it begins, one for all that came within the window', async () => {
    const { becomes, passes, heard, told, over } = scene({ notifications });
    for (const n of [1, 2, 3, 4]) await becomes(`anomaly_${n}`, { metric: `metric_${n}`, severity: 'medium' });
    await becomes('anomaly_4', { severity: 'medium' });
    await over('anomaly_4');
    await passes(4);
    expect(heard('team')).toEqual(['anomaly.detected 1']);
    await passes(10);
    expect(heard('team')).toEqual(['anomaly.detected 1', 'anomaly.detected 2']);
    expect(told.at(-1)?.event.also).toEqual([
      { id: 'anomaly_3', service: 'orders', metric: 'metric_3', severity: 'medium' },
    ]);
  });

  test('another service does not wait, nor what is graver', async () => {
    const { becomes, heard } = scene({ notifications });
    await becomes('anomaly_1', { severity: 'medium' });
    await becomes('anomaly_2', { severity: 'medium', service: 'users' });
    await becomes('anomaly_3', { severity: 'critical' });
    await becomes('anomaly_4', { severity: 'low' });
    await becomes('anomaly_4', { severity: 'high' });
    expect(heard('team')).toEqual(['anomaly.detected 1', 'anomaly.detected 2', 'anomaly.detected 3']);
    await becomes('anomaly_5', { severity: 'critical' });
    expect(heard('team')).toHaveLength(3);
  });

  test('of those that one notice spoke for, what lasts longer is told when that is over', async () => {
    const { becomes, passes, over, heard } = scene({ notifications });
    for (const n of [1, 2, 3]) await becomes(`anomaly_${n}`, { severity: 'medium' });
    await passes(6);
    await over('anomaly_2');
    await passes(6);
    expect(heard('team')).toEqual([
      'anomaly.detected 1',
      'anomaly.detected 2',
      'anomaly.resolved 2',
      'anomaly.detected 3',
    ]);
    await over('anomaly_3');
    expect(heard('team').at(-1)).toBe('anomaly.resolved 3');
  });

  test('a repeat of the event is told once, and does not wait for itself', async () => {
    const { becomes, happens, heard } = scene({ notifications });
    const first = await becomes('anomaly_1');
    if (first) await happens(first);
    expect(heard('team')).toEqual(['anomaly.detected 1']);
  });
});

describe('quiet hours', () => {
  const notifications = forAll({ quiet_hours: ['22:00-07:00 Europe/Berlin'], wake_for: 'high' });

  test('hold what is not grave until they end, on the clock of their zone', async () => {
    const { at, becomes, over, review, heard, why } = scene({ notifications });
    at('2027-01-13T20:59:00Z');
    await becomes('anomaly_1', { severity: 'medium', service: 'a' });
    at('2027-01-13T21:00:00Z');
    await becomes('anomaly_2', { severity: 'medium', service: 'b' });
    await becomes('anomaly_3', { severity: 'high', service: 'c' });
    await becomes('anomaly_4', { severity: 'low', service: 'd' });
    await over('anomaly_4');
    at('2027-01-14T05:59:00Z');
    await review();
    expect(heard('team')).toEqual(['anomaly.detected 1', 'anomaly.detected 3']);
    at('2027-01-14T06:00:00Z');
    await review();
    expect(heard('team')).toEqual(['anomaly.detected 1', 'anomaly.detected 3', 'anomaly.detected 2']);
    expect(why()).toEqual(['quiet_hours', 'quiet_hours', 'over']);
  });

  test('a question to a person does not wait; of a repair they are told in the morning how it ended', async () => {
    const { at, happens, review, heard } = scene({ notifications });
    at('2027-01-13T23:00:00Z');
    const event = (name: 'approval.requested' | 'action.started' | 'action.succeeded', subject: string) => ({
      id: `${subject}.${name}`,
      event: name,
      timestamp: toInstant(NOON),
      subject,
      service: 'orders',
      severity: null,
      action: anAction({ id: subject }),
    });
    await happens(event('approval.requested', 'action_1'));
    await happens(event('action.started', 'action_2'));
    await happens(event('action.succeeded', 'action_2'));
    expect(heard('team')).toEqual(['approval.requested action_1']);
    at('2027-01-14T06:00:00Z');
    await review();
    expect(heard('team')).toEqual(['approval.requested action_1', 'action.succeeded action_2']);
  });
});

describe('inhibition', () => {
  const services = [
    aService({ name: 'web', depends_on: ['orders'] }),
    aService({ name: 'orders', depends_on: ['db'] }),
    aService({ name: 'db', depends_on: [] }),
  ];

  test('what users feel of a service is not told while the page of what it calls is open', async () => {
    const { becomes, over, passes, heard, notices } = scene({ notifications: forAll(), services });
    await becomes('anomaly_db', { service: 'db', metric: 'cpu_usage' });
    await becomes('anomaly_web', { service: 'web', metric: 'latency_p99' });
    await becomes('anomaly_orders', { service: 'orders', metric: 'memory_usage' });
    expect(heard('team')).toEqual(['anomaly.detected db', 'anomaly.detected orders']);
    expect(notices.notTold).toMatchObject([
      { because: 'inhibited', detail: 'web calls db, which has an open page: anomaly_db' },
    ]);
    await passes(20);
    expect(heard('team')).toHaveLength(2);
    await over('anomaly_db');
    await over('anomaly_orders');
    await passes(1);
    expect(heard('team').at(-1)).toBe('anomaly.detected web');
  });

  test('a foreseen breach or a mere warning explains nothing', async () => {
    const { becomes, heard } = scene({ notifications: forAll(), services });
    await becomes('anomaly_db', { service: 'db', level: 'warn' });
    await becomes('anomaly_db2', { service: 'db', kind: 'predicted_breach' });
    await becomes('anomaly_web', { service: 'web', metric: 'latency_p99' });
    expect(heard('team')).toContain('anomaly.detected web');
  });

  test('who wants all of it has it', async () => {
    const { becomes, heard } = scene({ notifications: forAll({ inhibit: false }), services });
    await becomes('anomaly_db', { service: 'db' });
    await becomes('anomaly_web', { service: 'web', metric: 'latency_p99' });
    expect(heard('team')).toHaveLength(2);
  });
});

describe('repeats', () => {
  const notifications = forAll({ repeat_interval: '1h' });

  test('what lasts is told again each interval, what does not get graver not more often', async () => {
    const { becomes, over, passes, heard, why } = scene({ notifications });
    await becomes('anomaly_1', { severity: 'medium' });
    await passes(30);
    await becomes('anomaly_1', { severity: 'medium' });
    expect(why()).toEqual(['repeated']);
    await becomes('anomaly_1', { severity: 'high' });
    await passes(59);
    expect(heard('team')).toEqual(['anomaly.detected 1', 'anomaly.updated 1']);
    await passes(62);
    expect(heard('team')).toHaveLength(4);
    await over('anomaly_1');
    await passes(120);
    expect(heard('team')).toHaveLength(5);
  });

  test('not once somebody has acknowledged it', async () => {
    const { becomes, passes, happens, heard } = scene({ notifications });
    await becomes('anomaly_1');
    await happens(acknowledgement('anomaly_1'));
    await passes(180);
    expect(heard('team')).toEqual(['anomaly.detected 1', 'anomaly.acknowledged 1']);
  });
});

describe('escalation', () => {
  const subscribers = [anIntegration('oncall'), anIntegration('lead'), anIntegration('cto')];
  const notifications = {
    routes: [
      {
        to: 'oncall',
        escalate: [
          { after: '15m', to: 'lead' },
          { after: '30m', to: ['cto'] },
        ],
      },
    ],
  };

  test('who is next is told when nobody acknowledged, and later that it is over', async () => {
    const { becomes, over, passes, heard, notices } = scene({ notifications, subscribers });
    await becomes('anomaly_1');
    await passes(14);
    expect(heard('lead')).toEqual([]);
    await passes(1);
    expect(heard('lead')).toEqual(['anomaly.detected 1']);
    expect(heard('cto')).toEqual([]);
    await passes(15);
    expect(heard('cto')).toEqual(['anomaly.detected 1']);
    await passes(60);
    await over('anomaly_1');
    for (const name of ['oncall', 'lead', 'cto'])
      expect(heard(name)).toEqual(['anomaly.detected 1', 'anomaly.resolved 1']);
    expect(await notices.any()).toBe(false);
  });

  test('not when somebody did, nor when it is over', async () => {
    const { becomes, over, passes, happens, heard } = scene({ notifications, subscribers });
    await becomes('anomaly_1', { service: 'a' });
    await becomes('anomaly_2', { service: 'b' });
    await passes(5);
    await happens(acknowledgement('anomaly_1', 'a'));
    await over('anomaly_2');
    await passes(60);
    expect(heard('lead')).toEqual([]);
  });

  test('a question that nobody answers escalates too, until it is answered', async () => {
    const { happens, passes, heard } = scene({ notifications, subscribers });
    const about = { timestamp: toInstant(NOON), subject: 'action_1', service: 'orders', severity: null };
    const action = anAction({ id: 'action_1' });
    await happens({ ...about, id: 'asked', event: 'approval.requested', action });
    await passes(15);
    await happens({ ...about, id: 'decided', event: 'action.started', action });
    await passes(60);
    expect(heard('lead')).toEqual(['approval.requested action_1', 'action.started action_1']);
    expect(heard('cto')).toEqual([]);
  });

  test('what is silenced waits', async () => {
    const { becomes, passes, silences, heard } = scene({ notifications, subscribers });
    await becomes('anomaly_1', { service: 'orders' });
    silences.push(silenceOf('orders', 40));
    await passes(35);
    expect(heard('lead')).toEqual([]);
    await passes(6);
    expect(heard('lead')).toEqual(['anomaly.detected 1']);
  });
});

test('a subscriber that is switched off or gone is forgotten', async () => {
  const subscribers = [anIntegration('team')];
  const { becomes, passes, silences, notices } = scene({ notifications: forAll(), subscribers });
  silences.push(silenceOf('orders', 5));
  await becomes('anomaly_1');
  subscribers.length = 0;
  await passes(1);
  expect(await notices.any()).toBe(false);
});

const acknowledgement = (id: string, service = 'orders') => ({
  id: `${id}.acknowledged`,
  event: 'anomaly.acknowledged' as const,
  timestamp: toInstant(NOON),
  subject: id,
  service,
  severity: 'high',
  anomaly: anAnomaly({ id, service }),
  data: { by: 'key:ann' },
});
