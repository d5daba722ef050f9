/** What stands where a secret was. */
export const REMOVED = '(a secret was here)';

/** Names of members whose value is a secret, whatever it looks like. `key_id` and `secret_id` only name one. */
const secretName =
  /(?:^|[_\-.])(?:secrets?|passwords?|passwd|passphrase|pwd|tokens?|authorization|cookies?|credentials?|signatures?)$|(?:api|routing|private|access|signing|secret|integration|service|account)[_-]?keys?$|^webhook[_-]?url$|secret$|password$|token$/i;

/** Secrets by what they look like, wherever they stand in a text. No part that repeats is without an end where it may begin
 *  anywhere: whoever writes a text must not be able to make it expensive. */
const secretTexts: readonly (readonly [RegExp, string])[] = [
  [/\brp_[0-9A-Za-z]+_[0-9A-Za-z_-]{8,}/g, REMOVED],
  [/\bwhsec_[0-9A-Za-z+/=_-]+/g, REMOVED],
  [/\bgsk_[0-9A-Za-z_-]{8,}/g, REMOVED],
  [/\bxox[a-z]-[0-9A-Za-z-]+/g, REMOVED],
  [/\bgh[a-z]_[0-9A-Za-z]{16,}/g, REMOVED],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, REMOVED],
  [/\beyJ[\w-]{6,600}\.[\w-]{6,4000}\.[\w-]*/g, REMOVED],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REMOVED],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${REMOVED}`],
  // chat services put the secret into the path of the address
  [
    /(https?:\/\/(?:hooks\.slack\.com|[\w.-]*webhook\.office\.com|discord(?:app)?\.com\/api\/webhooks|[\w.-]*logic\.azure\.com))\/[^\s"'<>]*/gi,
    `$1/${REMOVED}`,
  ],
  // what any address may carry: somebody's password, or something in its query
  [/\b([a-z][\w+.-]{1,20}:\/\/)[^\s/@:"']{1,200}:[^\s/@"']{1,400}@/gi, `$1${REMOVED}@`],
  [/([?&][\w.-]*(?:key|token|secret|sig|signature|password|code)=)[^\s&"'<>#]+/gi, `$1${REMOVED}`],
  // told in passing: password=…, secret: …
  [/\b((?:password|passwd|secret|token|api[_-]?key)\s*[=:]\s*)[^\s,;"'}]{3,}/gi, `$1${REMOVED}`],
];

/** A text without what looks like a secret. */
export const withoutSecretText = (text: string): string =>
  secretTexts.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);

/** Whether what stands under this name is a secret. */
export const isSecretName = (name: string): boolean => secretName.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
