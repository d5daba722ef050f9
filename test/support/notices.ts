import { Configuration } from '#domain/configuration/configuration.ts';
import type { Notifications } from '#domain/configuration/notifications.ts';
import type { Escalation, Notice } from '#domain/notice/notice.ts';
import type { NoticePlan } from '#domain/notice/plan.ts';
import type { NoticeTable } from '#ports';
import type { NoticePorts } from '#usecases/noticesFor.ts';

/** `notifications:` of forestall.yml, as it is written there. */
export const notificationsOf = (written: unknown): Notifications =>
  Configuration.parse({ notifications: written }).notifications;

/** Notices kept in memory, as their table keeps them. */
export function memoryNotices(): NoticeTable & {
  standing: Map<string, Notice>;
  escalations: Map<string, Escalation>;
  notTold: NoticePlan['notTold'];
} {
  const standing = new Map<string, Notice>();
  const escalations = new Map<string, Escalation>();
  const notTold: NoticePlan['notTold'] = [];
  const keyOf = ({ subject, subscriber_id }: Pick<Notice, 'subject' | 'subscriber_id'>) =>
    `${subject}#${subscriber_id}`;
  return {
    standing,
    escalations,
    notTold,
    ofService: async (service) => ({
      standing: [...standing.values()].filter((one) => one.service === service),
      escalations: [...escalations.values()].filter((one) => one.service === service),
    }),
    all: async () => ({ standing: [...standing.values()], escalations: [...escalations.values()] }),
    any: async () => standing.size + escalations.size > 0,
    async write(plan) {
      for (const one of plan.keep) standing.set(keyOf(one), one);
      for (const one of plan.forget) standing.delete(keyOf(one));
      for (const one of plan.escalations) escalations.set(one.subject, one);
      for (const { subject } of plan.ended) escalations.delete(subject);
      notTold.push(...plan.notTold);
    },
    counts: async () =>
      Object.fromEntries([...Map.groupBy(notTold, ({ because }) => because)].map(([why, all]) => [why, all.length])),
  };
}

/** Where nothing is silenced, and nobody named by a route. */
export const unhindered = (): Pick<
  NoticePorts,
  'silences' | 'notices' | 'services' | 'anomalies' | 'notifications'
> => ({
  silences: { all: async () => [] },
  notices: memoryNotices(),
  services: { all: async () => [] },
  anomalies: { open: async () => [] },
  notifications: notificationsOf({}),
});
