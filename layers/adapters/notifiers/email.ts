import { mailOf } from '#domain/integration/plainText.ts';
import type { NotifierModule } from './module.ts';

/** Mails, by SES. */
export const email: NotifierModule<'email'> = ({ integration: { from, to } }, { event, extras }, { mail }) =>
  mail.send({ from, to, ...mailOf(event, extras) });
