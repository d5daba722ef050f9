import { subjectOf } from '#domain/event/message.ts';
import { mailOf, topicSubject } from '#domain/integration/plainText.ts';
import { storyOf } from '#domain/integration/story.ts';
import type { NotifierModule } from './module.ts';

/** What SNS takes in one message is 256 KB; the text for people and the attributes need some of it. */
const MOST_BYTES = 200_000;

/** An SNS topic: the event as JSON to programs, as text to people. */
export const sns: NotifierModule<'sns'> = async ({ integration }, { event, extras }, { topics }) => {
  const { title } = storyOf(event);
  const { id, event: name, timestamp, service, severity, subject } = event;
  const whole = JSON.stringify({ event: name, timestamp, data: subjectOf(event), id });
  const json =
    Buffer.byteLength(whole) <= MOST_BYTES
      ? whole
      : JSON.stringify({ event: name, timestamp, data: { id: subject }, id, truncated: true });
  const answer = await topics.publish(integration.topic_arn, {
    subject: topicSubject(title),
    json,
    text: mailOf(event, extras).text,
    attributes: { event: name, ...(service === null ? {} : { service }), ...(severity === null ? {} : { severity }) },
    group: subject.slice(0, 128),
    once: id.slice(0, 128),
  });
  return answer.error?.startsWith('NotFound') ? { ...answer, gone: 'there is no such topic any more' } : answer;
};
