import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import type { MailSender } from '#ports';
import { answerOfCall } from '../answerOfCall.ts';

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** Sends mails by SES. */
export const mailSender = (client: SESv2Client): MailSender => ({
  send: ({ from, to, subject, text }) =>
    answerOfCall(() =>
      client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [...to] },
          Content: { Simple: { Subject: utf8(subject), Body: { Text: utf8(text) } } },
        }),
      ),
    ),
});
