import { describe, expect, test } from 'vitest';
import { action, after, anomaly, held, helped, SET_AT } from './fixtures.ts';
import { heldBecause, measure, type Seen } from './measure.ts';
import type { Round } from './rounds.ts';

const leak: Round = { fault: 'memory-leak', service: 'payments', number: 1 };
const burn: Round = { fault: 'cpu-burn', service: 'payments', number: 1 };
const crash: Round = { fault: 'crash', service: 'payments', number: 1 };
const seen = (change: Partial<Seen> = {}): Seen => ({
  setAt: SET_AT,
  anomalies: [],
  actions: [],
  held: new Map(),
  carried: false,
  tasksBack: true,
  ...change,
});
const over = (at: number) => anomaly({ status: 'resolved', resolved_at: after(at), resolution: 'recovered' });

describe('a fault that a repair cures', () => {
  test('is measured from the moment at which it was set', () => {
    const measured = measure(leak, seen({ anomalies: [over(90)], actions: [helped()] }));
    expect(measured).toMatchObject({
      outcome: 'repaired',
      detected: { seconds: 20, service: 'payments', what: 'memory_usage' },
      acted: { seconds: 25, what: 'restart_container' },
      healthy: { seconds: 70 },
    });
  });

  test('is not repaired while a process still carries it, whatever the verdict', () => {
    const measured = measure(leak, seen({ anomalies: [over(90)], actions: [helped()], carried: true }));
    expect(measured).toMatchObject({ outcome: 'not repaired', healthy: null });
    expect(measured.why).toContain('still there');
  });

  test('is not repaired while the anomaly that caused the repair is open', () => {
    expect(measure(leak, seen({ anomalies: [anomaly()], actions: [helped()] })).outcome).toBe('not repaired');
  });

  test('is not repaired by a restart of another service', () => {
    const measured = measure(leak, seen({ anomalies: [over(90)], actions: [helped({ service: 'orders' })] }));
    expect(measured.outcome).toBe('not repaired');
  });

  test('is repaired by scaling though its cause lasts, as the work of each request does', () => {
    const scaled = helped({ type: 'scale' });
    expect(measure(burn, seen({ anomalies: [anomaly()], actions: [scaled], carried: true })).outcome).toBe('repaired');
  });

  test('is detected elsewhere only where the broken service shows nothing', () => {
    const elsewhere = anomaly({ id: 'anomaly_b', service: 'orders', metric: 'latency_p99', detected_at: after(12) });
    expect(measure(leak, seen({ anomalies: [elsewhere] })).detected).toMatchObject({ seconds: 12, service: 'orders' });
    expect(measure(leak, seen({ anomalies: [elsewhere, anomaly()] })).detected).toMatchObject({ seconds: 20 });
  });

  test('counts nothing that was there before it', () => {
    const earlier = { anomalies: [anomaly({ detected_at: after(-1) })], actions: [helped({ created_at: after(-1) })] };
    expect(measure(leak, seen(earlier))).toMatchObject({ outcome: 'not detected', detected: null, acted: null });
  });

  test('says how far it got', () => {
    expect(measure(leak, seen()).outcome).toBe('not detected');
    expect(measure(leak, seen({ anomalies: [anomaly()] })).outcome).toBe('not acted');
    const useless = action({ status: 'failed', verdict: 'no_effect', ended_at: after(150) });
    expect(measure(leak, seen({ anomalies: [anomaly()], actions: [useless] }))).toMatchObject({
      outcome: 'not repaired',
      why: 'restart_container: no_effect',
    });
  });
});

describe('a round that a guard holds back', () => {
  test('is held, with the reason', () => {
    const measured = measure(leak, seen({ anomalies: [anomaly()], actions: [held('cooldown')] }));
    expect(measured).toMatchObject({ outcome: 'held', why: 'cooldown says no', acted: null, healthy: null });
  });

  test('stays held when the guard let go later', () => {
    const late = seen({ anomalies: [over(90)], actions: [helped()], held: new Map([['action_a', 'cooled down']]) });
    expect(measure(leak, late)).toMatchObject({ outcome: 'held', why: 'at first: cooled down' });
  });

  test('is not held where only the order of things keeps a second policy waiting', () => {
    expect(heldBecause(held('one_at_a_time'))).toBeUndefined();
    const both = [helped(), held('cooldown', { id: 'action_b' })];
    expect(measure(leak, seen({ anomalies: [over(90)], actions: both })).outcome).toBe('repaired');
  });
});

describe('a crash', () => {
  const alert = action({ type: 'alert', status: 'succeeded', acted_at: after(21), ended_at: after(21) });

  test('is over when every anomaly of the service is resolved and its tasks are back', () => {
    const both = [over(60), { ...over(75), id: 'anomaly_b', metric: 'running_tasks' }];
    expect(measure(crash, seen({ anomalies: both, actions: [alert] }))).toMatchObject({
      outcome: 'repaired',
      acted: { seconds: 21, what: 'alert' },
      healthy: { seconds: 75 },
    });
    expect(measure(crash, seen({ anomalies: both, actions: [alert], tasksBack: false })).outcome).toBe('not repaired');
  });

  test('has to be told', () => {
    expect(measure(crash, seen({ anomalies: [over(60)] })).outcome).toBe('not acted');
  });

  test('is not to be repaired twice', () => {
    expect(measure(crash, seen({ anomalies: [over(60)], actions: [alert, action()] })).outcome).toBe('repaired twice');
  });
});
