import { describe, expect, it } from 'vitest';
import { imagine, openStudio, settled, textOf, waitingMessage } from '../../commands/scene.ts';
import {
  expectOneResult,
  invalidAnswers,
  MOST_INVALID,
  PASSING,
  runningJob,
  shownJob,
  type Trouble,
} from './bad-day.ts';
import { refusal } from '../rest/refusal.ts';
import { endedMessage } from '../../support/job-message.ts';

const CALLBACK = { method: 'POST', path: /\/callback$/ };

describe('a first answer', () => {
  it.each<Trouble>([
    ...PASSING,
    ['10062, since it came too late', { answer: refusal(404, 10062) }],
    ['40060, since an earlier try got through', { when: 'after', answer: refusal(400, 40060) }],
    ['50013, since the bot may not speak', { answer: refusal(403, 50013) }],
  ])('that meets %s still comes to one message with the picture', async (_, fault) => {
    const studio = await openStudio();
    studio.discord.rest.fault({ ...CALLBACK, ...fault });
    const interaction = await imagine(studio);
    await settled(studio, interaction);
    await expectOneResult(studio, interaction);
    expect(invalidAnswers(studio)).toBeLessThanOrEqual(MOST_INVALID);
  });

  it("that a server's AutoMod refuses is given at once without the words", async () => {
    const studio = await openStudio();
    studio.discord.rest.fault({ ...CALLBACK, answer: refusal(400, 200000) });
    const { interaction, message } = await waitingMessage(studio);
    expect(textOf(message)).toContain('The prompt is not shown: Discord refused it here.');
    await settled(studio, interaction);
    expect(textOf(await expectOneResult(studio, interaction))).not.toContain('a lighthouse');
  });
});

describe('a click', () => {
  it.each(PASSING)('whose answer meets %s leaves the message as the row is', async (_, fault) => {
    const studio = await openStudio();
    const { interaction, message } = await runningJob(studio);
    studio.discord.rest.fault({ ...CALLBACK, ...fault });
    const { ada } = studio.discord.world.people;
    await studio.discord.click({ by: ada, message, label: 'Cancel' });
    await endedMessage(studio, interaction);
    expect((await shownJob(studio, interaction)).state).toBe('cancelled');
    expect(invalidAnswers(studio)).toBeLessThanOrEqual(MOST_INVALID);
  });
});
