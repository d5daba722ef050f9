import { expect, test } from 'vitest';
import { isSlacks, slackSignature } from './slackSignature.ts';

// the example of Slack's own documentation (docs.slack.dev, Verifying requests from Slack)
const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const timestamp = '1531420618';
const body =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const signature = 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503';
const now = 1_531_420_618;

test("Slack's own example is signed as Slack says", () => {
  expect(slackSignature(secret, timestamp, body)).toBe(signature);
  expect(isSlacks({ timestamp, signature, body }, secret, now)).toBe(true);
});

test.each([
  ['another body', { body: `${body}x` }, now],
  ['another secret', { signature: slackSignature('other', timestamp, body) }, now],
  ['another time', { timestamp: '1531420619' }, now],
  ['no signature', { signature: undefined }, now],
  ['no time', { timestamp: undefined }, now],
  ['a time that is none', { timestamp: '1531420618.5' }, now],
  ['a signature of another length', { signature: 'v0=00' }, now],
  ['six minutes ago', {}, now + 360],
  ['from the future', {}, now - 360],
])('%s is refused', (_what, change, at) => {
  expect(isSlacks({ timestamp, signature, body, ...change }, secret, at)).toBe(false);
});

test('within five minutes it is taken', () => {
  expect(isSlacks({ timestamp, signature, body }, secret, now + 299)).toBe(true);
});
