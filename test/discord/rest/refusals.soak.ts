import { describe, expect, it } from 'vitest';
import { jobOf, openStudio, textOf } from '../../commands/scene.ts';
import { expectOneResult, runningJob, undeliverableJob } from '../sync/bad-day.ts';
import { refusal } from './refusal.ts';

const BY_TOKEN = { method: 'PATCH', path: /\/webhooks\// };
const AS_BOT = { method: 'PATCH', path: /\/channels\// };

describe('a result that cannot be told, by', () => {
  it.each([
    ['10008, an unknown message', refusal(404, 10008)],
    ['50001, no access', refusal(403, 50001)],
    ['50013, no permission', refusal(403, 50013)],
    ['10003, an unknown channel', refusal(404, 10003)],
  ])('%s, is noted in the row and asked for once', async (_, answer) => {
    const studio = await openStudio();
    const { interaction } = await runningJob(studio);
    studio.discord.rest.fault({ ...BY_TOKEN, answer: refusal(401, 50027) });
    studio.discord.rest.fault({ ...AS_BOT, times: Infinity, answer });
    studio.runpod.release();
    expect((await undeliverableJob(studio, interaction)).state).toBe('completed');
    const edits = studio.discord.rest.requests.filter(
      ({ method, path }) => method === 'PATCH' && path.includes('/channels/'),
    );
    expect(edits).toHaveLength(1);
  });
});

describe('a result whose words are refused, by', () => {
  it.each([
    ['AutoMod (200000)', refusal(400, 200000)],
    ['a filter (200001)', refusal(400, 200001)],
    ['the form (50035)', refusal(400, 50035)],
  ])('%s, is shown without them', async (_, answer) => {
    const studio = await openStudio();
    const { interaction } = await runningJob(studio);
    studio.discord.rest.fault({ ...BY_TOKEN, answer });
    studio.runpod.release();
    const message = await expectOneResult(studio, interaction);
    expect(textOf(message)).toContain('The prompt is not shown: Discord refused it here.');
    expect((await jobOf(studio, interaction)).undeliverableAt).toBeUndefined();
  });
});
