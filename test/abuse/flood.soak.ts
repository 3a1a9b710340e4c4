import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { imagine, openStudio } from '../commands/scene.ts';

const REQUESTS = 500;
const AT_ONCE = 10;

/** Those of `.env.example`. */
const LIMITS = {
  MAX_JOBS_PER_PERSON: '4',
  MAX_WAITING_PER_PERSON: '8',
  MAX_HOURLY_PER_PERSON: '60',
};
const ALLOWED = 12;

async function isQuiet({ answered }: SandboxInteraction): Promise<boolean> {
  return (((await answered).message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

describe('a person who sends 500 requests in a minute', () => {
  it('gets as many jobs as one may have, a quiet answer to each of the others, and takes nothing from the next person', async () => {
    const studio = await openStudio({ env: LIMITS, runpod: { workers: 0 } });
    const { ben } = studio.discord.world.people;
    const quiet: boolean[] = [];
    while (quiet.length < REQUESTS) {
      const sent = await Promise.all(Array.from({ length: AT_ONCE }, () => imagine(studio)));
      quiet.push(...(await Promise.all(sent.map(isQuiet))));
    }
    expect(quiet.filter((each) => !each)).toHaveLength(ALLOWED);
    expect(await isQuiet(await imagine(studio, {}, { by: ben }))).toBe(false);

    const count = [...(await studio.bot.log.jobs.countByState()).values()].reduce(
      (sum, n) => sum + n,
      0,
    );
    expect(count).toBe(ALLOWED + 1);
    expect(studio.discord.messages(studio.discord.world.channels.restricted, ben)).toHaveLength(
      ALLOWED + 1,
    );
    expect(studio.runpod.submissions()).toBeLessThanOrEqual(5);
  });
});
