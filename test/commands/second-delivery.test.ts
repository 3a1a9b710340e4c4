import { describe, expect, it } from 'vitest';
import { graphSent, imagine, openStudio } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

describe('a second delivery of the same interaction', () => {
  it('makes one job, one message and one submission', async () => {
    const studio = await openStudio();
    const interaction = await imagine(studio);
    studio.discord.deliver(interaction);
    studio.discord.deliver(interaction);
    await completedMessage(studio, interaction);
    studio.discord.deliver(interaction);
    // What comes after it has been handled after it.
    await completedMessage(studio, await imagine(studio));
    expect(
      studio.discord.messages(
        studio.discord.world.channels.restricted,
        studio.discord.world.people.cleo,
      ),
    ).toHaveLength(2);
    expect(studio.runpod.submissions()).toBe(2);
  });

  it('changes nothing where the job has begun', async () => {
    const studio = await openStudio();
    studio.runpod.hold();
    const interaction = await imagine(studio, { seed: 1 });
    await graphSent(studio);
    studio.discord.deliver(interaction);
    studio.runpod.release();
    const message = await completedMessage(studio, interaction);
    expect(message.files).toHaveLength(1);
    expect(studio.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});
