import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Blocks } from '#test/support/systems/slackBlocks.ts';
import { anAction, anAnomaly } from '../fixtures.ts';
import { neededApproval } from '../remediation/approval.ts';
import { anyEvent } from './events.fixture.ts';
import { fitting, linkOf } from './message.ts';
import { mailOf, mailSubject, topicSubject } from './plainText.ts';
import { BUTTONS, ButtonValue, slackMessage } from './slack.ts';
import { chartOf, sparkline } from './sparkline.ts';
import { storyOf } from './story.ts';
import { teamsMessage } from './teams.ts';

const AT = '2027-01-15T08:00:00.000Z';
const extras = { chart: '▁▂█ 10%–90% in 60 min', linksTo: 'https://forestall.test/' };
const anomaly = anAnomaly({ recommendation: 'a < b & <!here>' });
const detected = {
  id: 'anomaly_1.anomaly.detected.1',
  event: 'anomaly.detected' as const,
  timestamp: AT,
  subject: anomaly.id,
  service: anomaly.service,
  severity: anomaly.severity,
  anomaly,
};

const markupIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [`${value.text}`];
  return Object.values(value).flatMap(markupIn);
};

test("whatever is told, Slack's limits hold and no markup of others gets through", () => {
  fc.assert(
    fc.property(anyEvent, fc.boolean(), (event, interactive) => {
      const message = slackMessage(event, extras, interactive ? 'integration_1' : null);
      expect(Blocks.safeParse(message.blocks).error).toBeUndefined();
      // plain text is shown as it is, so only what is read as markup matters
      for (const text of [message.text, ...markupIn(message.blocks)]) {
        const ours = text.replaceAll(/<!date\^\d+\^\{date_short_pretty\} \{time\}\|[^>]*>/g, '');
        expect(ours).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }
      expect(message.text.length).toBeGreaterThan(0);
      // Slack's answer has it whole, with six characters for each that is not ASCII; 64 KB of an answer are read
      expect(JSON.stringify(message).replaceAll(/[^\x20-\x7e]/g, '\\u0000').length).toBeLessThan(60_000);
    }),
  );
});

test('Slack is told what it is, since when, how bad, what to do, with a chart and a way to more', () => {
  const { blocks } = slackMessage(detected, extras);
  expect(blocks.map(({ type }) => type)).toEqual(['header', 'section', 'section', 'actions', 'context']);
  const text = JSON.stringify(blocks);
  for (const part of ['*Service*\\norders', '*Severity*\\nhigh', '*Since*\\n<!date^1800000000^', extras.chart])
    expect(text).toContain(part);
  expect(text).toContain('a &lt; b &amp; &lt;!here&gt;');
  expect(text).toContain('https://forestall.test/#/anomalies/anomaly_1');
});

test('only a question has buttons to decide, and only where somebody reads what is pressed', () => {
  const approval = {
    ...neededApproval('a policy suggests', { timeout_seconds: 60, on_timeout: 'reject' }),
    state: 'requested' as const,
    hash: 'a1',
  };
  const action = anAction({ status: 'awaiting_approval', approval });
  const asked = { ...detected, event: 'approval.requested' as const, anomaly: undefined, action };
  const buttons = JSON.stringify(slackMessage(asked, extras, 'integration_1').blocks);
  expect(buttons).toContain(BUTTONS.approved);
  expect(buttons).toContain(BUTTONS.rejected);
  const [, value = ''] = /"value":("(?:[^"\\]|\\.)*")/.exec(buttons) ?? [];
  expect(ButtonValue.parse(JSON.parse(JSON.parse(value)))).toEqual({
    integration: 'integration_1',
    action: 'action_1',
    anomaly: null,
    hash: 'a1',
  });
  expect(JSON.stringify(slackMessage(asked, extras, null))).not.toContain(BUTTONS.approved);
  const decided = { ...asked, action: { ...action, status: 'started' as const } };
  expect(JSON.stringify(slackMessage(decided, extras, 'integration_1'))).not.toContain(BUTTONS.approved);
});

test('whatever is told, a card for Teams is small enough and a mail has a subject of one line', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      expect(Buffer.byteLength(JSON.stringify(teamsMessage(event, extras)))).toBeLessThan(28 * 1024);
      const { subject, text } = mailOf(event, extras);
      expect(subject).toMatch(/^\[Forestall\] \P{Cc}+$/u);
      expect(text).toContain('https://forestall.test/#');
      expect(topicSubject(storyOf(event).title)).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
    }),
    { examples: [[{ ...detected, seq: 1, anomaly: undefined, data: { title: '\u0000' } }]] },
  );
});

test('what is cut shows it, and is no longer than it may be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, most) => {
      const cut = fitting(text, most);
      expect(cut.length).toBeLessThanOrEqual(most);
      if (text.length <= most) expect(cut).toBe(text);
      else expect(cut.endsWith('…')).toBe(true);
    }),
  );
  expect(fitting('ab🔥c', 4)).toBe('ab…');
  expect(mailSubject('two\nlines\tand  more')).toBe('two lines and more');
});

test('links lead into the page at the one address', () => {
  expect(linkOf('https://a.test/', '/actions/action_1')).toBe('https://a.test/#/actions/action_1');
});

test('a sparkline draws means of its buckets, and leaves gaps where nothing is known', () => {
  const points = [0, 1, 2, 3, 6, 7].map((at) => ({ at, value: at }));
  expect(sparkline(points, { from: 0, until: 8, width: 8 })).toBe('▁▂▃▄  ▇█');
  expect(sparkline([{ at: 1, value: 5 }], { from: 0, until: 4, width: 4 })).toBe(' ▁  ');
  expect(sparkline([], { from: 0, until: 4, width: 4 })).toBe('');
});

test('a sparkline has as many characters as buckets, whatever the values', () => {
  const point = fc.record({ at: fc.double({ min: 0, max: 99, noNaN: true }), value: fc.double() });
  fc.assert(
    fc.property(fc.array(point, { minLength: 1 }), (points) => {
      const line = sparkline(points, { from: 0, until: 100, width: 20 });
      expect([0, 20]).toContain(line.length);
      expect(line).toMatch(/^[▁▂▃▄▅▆▇█ ]*$/);
    }),
  );
});

test('a chart says its range, and is none where too little is known', () => {
  const points = [0, 600, 1_200].map((at, i) => ({ at, value: 10 + i * 40 }));
  expect(chartOf(points, { from: 0, until: 3_600, unit: '%' })).toMatch(/^[▁-█ ]{30} 10%–90% in 60 min$/);
  expect(chartOf(points.slice(1), { from: 0, until: 3_600, unit: '%' })).toBeNull();
});
