import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../../packages/stand-ins/discord/interaction.ts';
import type { Fault } from '../../../packages/stand-ins/loopback.ts';
import type { Studio } from '../../support/studio.ts';
import { imagine, jobOf, openStudio } from '../../commands/scene.ts';
import { completedMessage } from '../../support/job-message.ts';
import { refusal } from '../rest/refusal.ts';

/** discord.js sends a call that fails with a 5xx three times more. */
const CALLS_EACH = 4;

const EDIT = { method: 'PATCH', path: /original/ };

/** Everything that a command was answered with. */
function answers({ discord }: Studio, { id }: SandboxInteraction) {
  return Object.values(discord.world.channels)
    .flatMap((channel) => discord.messages(channel))
    .filter((message) => message.interaction_metadata?.id === id);
}

describe('a deferred command whose first edit fails', () => {
  it.each<[string, Partial<Fault>]>([
    ['by 500s', { answer: refusal(500, 0), times: CALLS_EACH }],
    ['by 500s, again and again', { answer: refusal(500, 0), times: 2 * CALLS_EACH }],
    ['by 500s after it took effect', { answer: refusal(500, 0), times: CALLS_EACH, when: 'after' }],
    ['as the connection is lost', { answer: 'reset', times: 2 }],
    ['as the connection is lost after it took effect', { answer: 'reset', when: 'after' }],
    ['as the connection is lost on the way', { answer: 'reset', when: 'during' }],
  ])('%s becomes one message with one picture', async (_, fault) => {
    const studio = await openStudio({ botWaitsMs: 0 });
    const { discord, runpod } = studio;
    discord.rest.fault({ ...EDIT, ...fault });
    const asked = await imagine(studio);
    const { message: thinking } = await asked.answered;
    const done = await completedMessage(studio, asked);
    expect(done.id).toBe(thinking?.id);
    expect(done.files).toHaveLength(1);
    expect(done.flags & MessageFlags.Loading).toBe(0);
    await expect
      .poll(async () => {
        const { revision, shownRevision } = await jobOf(studio, asked);
        return revision - shownRevision;
      })
      .toBe(0);
    expect(answers(studio, asked).map(({ id }) => id)).toEqual([done.id]);
    // Nothing was posted besides, not even for a moment.
    const posts = discord.rest.requests.filter(
      ({ method, path }) => method === 'POST' && !path.includes('/callback'),
    );
    expect(posts).toEqual([]);
    expect(runpod.jobs).toHaveLength(1);
    expect((await jobOf(studio, asked)).messageId).toBe(done.id);
  });
});
