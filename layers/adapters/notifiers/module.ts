import type { FeedEvent } from '#domain/event/event.ts';
import type { IntegrationOf, IntegrationType, Secrets } from '#domain/integration/integration.ts';
import type { Extras } from '#domain/integration/message.ts';
import type { Answer, MailSender, Threads, Told, TopicPublisher, WebhookSender } from '#ports';

/** What notifiers reach outside through. */
export interface NotifierTools {
  sender: WebhookSender;
  mail: MailSender;
  topics: TopicPublisher;
}

/** How one kind of system is told of events. */
export type NotifierModule<T extends IntegrationType> = (
  to: { integration: IntegrationOf<T>; secrets: Secrets },
  what: { event: FeedEvent; extras: Extras; threads: Threads },
  tools: NotifierTools,
) => Promise<Told>;

/** There was nothing to say, and why. */
export const skipped = (why: string): Told => ({
  status: null,
  error: null,
  retryAfter: undefined,
  body: '',
  duration_ms: 0,
  skipped: why,
});

/** An answer with what was wrong about it. An error that says a status beside it is no success, whatever the status. */
export const failed = (answer: Answer, error: string): Answer => ({ ...answer, error });

/** POSTs JSON, and says what a refusal says. */
export async function postJson(
  { sender }: Pick<NotifierTools, 'sender'>,
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const answer = await sender.send(url, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  if (answer.status === null || answer.status < 300) return answer;
  return failed(answer, `${answer.status}: ${answer.body.slice(0, 300)}`);
}
