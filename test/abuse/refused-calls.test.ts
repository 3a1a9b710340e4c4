import { expect, it } from 'vitest';
import { openStudio } from '../commands/scene.ts';
import { RefusingServer } from './refusing-server.ts';

const AT_ONCE = 20;

it('a channel that refuses the bot is asked no more after fifty times, and who tries reads why', async () => {
  const studio = await openStudio();
  const server = new RefusingServer(studio);
  const office = studio.discord.world.addChannel({ name: 'office' });
  for (let tries = 0; tries < 100; tries += AT_ONCE) {
    await server.choose(Array.from({ length: AT_ONCE }, () => office));
  }
  expect(server.refused).toBeGreaterThanOrEqual(50);
  // Those that were under way together are a few more.
  expect(server.refused).toBeLessThan(50 + AT_ONCE);
});
