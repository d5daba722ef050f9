import * as fc from 'fast-check';
import { EventName, type NumberedEvent } from '../event/event.ts';
import { anAction, anAnomaly } from '../fixtures.ts';
import { ActionStatus } from '../remediation/action.ts';

const AT = '2027-01-15T08:00:00.000Z';

/** What somebody may have written anywhere: long, with markup, with characters of several code units. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '<!channel> & <https://evil.test|here>',
    '*b* _i_ `c` [l](u)',
    '🔥'.repeat(3_000),
    '&'.repeat(2_500),
    '',
    ' ',
  ),
);

/** Any event that may be told, with any text in it. */
export const anyEvent: fc.Arbitrary<NumberedEvent> = fc
  .record({
    event: fc.constantFrom(...EventName.options),
    about: fc.constantFrom('anomaly', 'action', 'neither'),
    text: anyText,
    status: fc.constantFrom(...ActionStatus.options),
    level: fc.constantFrom('warn' as const, 'page' as const),
    kind: fc.constantFrom('deviation' as const, 'predicted_breach' as const, 'multivariate' as const),
    over: fc.boolean(),
  })
  .map(({ event, about, text, status, level, kind, over }) => {
    const service = 'orders';
    const common = { id: 'anomaly_1.event.1', event, timestamp: AT, service, seq: 1 };
    if (about === 'anomaly') {
      const ended = over ? ({ status: 'resolved', resolution: 'recovered', resolved_at: AT } as const) : {};
      const anomaly = anAnomaly({ level, kind, recommendation: text, metric: text, ...ended });
      return { ...common, subject: anomaly.id, severity: anomaly.severity, anomaly };
    }
    if (about === 'neither')
      return {
        ...common,
        service: over ? null : service,
        subject: 'webhook_1',
        severity: null,
        data: { summary: text, title: text },
      };
    const action = anAction({ status, reason: text, verdict_reason: text, plan: { from: text, to: text } });
    return { ...common, subject: action.id, severity: null, action };
  });
