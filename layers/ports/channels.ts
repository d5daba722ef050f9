import type { Answer } from './notifiers.ts';

export interface MailSender {
  /** Never throws: what went wrong is the answer. */
  send(mail: { from: string; to: readonly string[]; subject: string; text: string }): Promise<Answer>;
}

/** A message as a topic's subscribers get it. */
export interface TopicMessage {
  subject: string;
  /** for queues, functions and webhooks */
  json: string;
  /** for people: mails and text messages */
  text: string;
  /** what filter policies may ask */
  attributes: Readonly<Record<string, string>>;
  /** where the topic keeps an order: what has one, and what is sent once */
  group: string;
  once: string;
}
export interface TopicPublisher {
  /** Never throws: what went wrong is the answer. */
  publish(topicArn: string, message: TopicMessage): Promise<Answer>;
}
