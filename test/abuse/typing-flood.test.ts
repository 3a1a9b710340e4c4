import { expect, it } from 'vitest';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { AUTOCOMPLETES } from '../../src/discord/intake/autocompletes.ts';
import { imagine, openStudio, quietAnswer, settled } from '../commands/scene.ts';
import { copyJob } from '../support/copy-job.ts';
import { stillClock } from '../support/still-clock.ts';
import type { Studio } from '../support/studio.ts';

const KEYSTROKES = 60;

/** Types that often at once, and gives how many keystrokes were answered by the time that the bot has ended. */
async function answeredOf(studio: Studio, by: Person): Promise<number> {
  const { discord } = studio;
  const { ben } = discord.world.people;
  const where = { by, in: discord.world.channels.restricted, name: 'show', focused: 'job' };
  let answered = 0;
  for (let count = 0; count < KEYSTROKES; count += 1) {
    const typed = await discord.autocomplete({ ...where, options: { job: `zebra ${count}` } });
    typed.answered.then(
      () => (answered += 1),
      () => undefined,
    );
  }
  const settings = { by: ben, in: discord.world.channels.restricted, name: 'settings', raw: true };
  expect(await quietAnswer(await discord.command(settings))).not.toBe('');
  await studio.stopBot();
  return answered;
}

it.each<[string, (studio: Studio) => Person]>([
  ['a member with 3,000 jobs', ({ discord }) => discord.world.people.ada],
  ['a moderator of their server', ({ discord }) => discord.world.people.ben],
])('a flood of keystrokes by %s is hardly worked on', async (_, who) => {
  // No time passes by it, so that nothing more is let through, however long this takes.
  const studio = await openStudio({ clock: stillClock() });
  const { id } = await settled(studio, await imagine(studio, { prompt: 'a red fox' }));
  await copyJob(studio.databasePath, id, 3_000);
  expect(await answeredOf(studio, who(studio))).toBeLessThanOrEqual(AUTOCOMPLETES.atOnce);
});
