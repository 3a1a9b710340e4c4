import { describe, expect, it } from 'vitest';
import { openStudio } from '../../commands/scene.ts';
import { expectOneResult, invalidAnswers, MOST_INVALID, PASSING, runningJob } from './bad-day.ts';
import { refusal } from '../rest/refusal.ts';

const BY_TOKEN = { method: 'PATCH', path: /\/webhooks\// };
const AS_BOT = { method: 'PATCH', path: /\/channels\// };

describe('an upload by the interaction token', () => {
  it.each(PASSING)('that meets %s comes to one message with the picture', async (_, fault) => {
    const studio = await openStudio();
    const { interaction } = await runningJob(studio);
    studio.discord.rest.fault({ ...BY_TOKEN, ...fault });
    studio.runpod.release();
    await expectOneResult(studio, interaction);
    expect(invalidAnswers(studio)).toBeLessThanOrEqual(MOST_INVALID);
  });
});

describe('an upload as the bot', () => {
  it.each(PASSING)('that meets %s comes to one message with the picture', async (_, fault) => {
    const studio = await openStudio();
    const { interaction } = await runningJob(studio);
    studio.discord.rest.fault({ ...BY_TOKEN, answer: refusal(401, 50027) });
    studio.discord.rest.fault({ ...AS_BOT, ...fault });
    studio.runpod.release();
    const message = await expectOneResult(studio, interaction);
    expect(message.versions.at(-1)?.via).toBe('bot');
    expect(invalidAnswers(studio)).toBeLessThanOrEqual(MOST_INVALID);
  });
});
