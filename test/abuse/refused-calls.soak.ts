import { expect, it } from 'vitest';
import { imagine, openStudio } from '../commands/scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { RefusingServer } from './refusing-server.ts';

const CHANNELS = 1_300;
const AT_ONCE = 50;

it('a server with many such channels makes Discord refuse a thousand calls and no more, the operator reads one line, and answers go on', async () => {
  const studio = await openStudio();
  const { world } = studio.discord;
  const server = new RefusingServer(studio);
  for (let tries = 0; tries < CHANNELS; tries += AT_ONCE) {
    const name = (n: number) => `office-${tries + n}`;
    await server.choose(
      Array.from({ length: AT_ONCE }, (_, n) => world.addChannel({ name: name(n) })),
    );
  }
  expect(server.refused).toBeGreaterThanOrEqual(1_000);
  expect(server.refused).toBeLessThan(1_000 + AT_ONCE);
  const lines = studio.logged.filter((line) => line.includes('Discord refused 1000 calls'));
  expect(lines).toHaveLength(1);
  await completedMessage(studio, await imagine(studio));
});
