import * as z from 'zod';
import { route } from './route.ts';

export const slackInteraction = route({
  id: 'slackInteraction',
  method: 'POST',
  path: '/integrations/slack/interactions',
  scope: 'signature',
  tag: 'Notifications',
  summary: "Where Slack tells of pressed buttons: approve and reject. Signed with the Slack app's signing secret",
  form: true,
  body: z.object({ payload: z.string().max(200_000).describe('JSON, as Slack writes it') }),
  answers: { 200: { description: 'It was read; what came of it is told in Slack' } },
});

export const interactionRoutes = [slackInteraction];
