import { InteractionType } from 'discord.js';
import { expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { forgedCommand } from '../abuse/forged.ts';
import { stillClock } from '../support/still-clock.ts';
import type { Studio } from '../support/studio.ts';
import { openStudio, quietAnswer, waitingMessage } from './scene.ts';

function jobs({ discord }: Studio): Promise<SandboxInteraction> {
  const { people, channels } = discord.world;
  return discord.command({ by: people.ada, in: channels.restricted, name: 'jobs', raw: true });
}

it.each<[string, (studio: Studio) => Promise<() => Promise<SandboxInteraction>>]>([
  ['a command', (studio) => Promise.resolve(() => jobs(studio))],
  [
    'a command in the menu of a message',
    async (studio) => {
      const { message } = await waitingMessage(studio);
      const by = studio.discord.world.people.ada;
      return () => studio.discord.messageCommand({ by, message, name: 'Report picture' });
    },
  ],
  [
    'a click',
    async (studio) => {
      const { message } = await waitingMessage(studio);
      const by = studio.discord.world.people.ada;
      return () => studio.discord.click({ by, message, label: 'Cancel' });
    },
  ],
  [
    'what is sent with a modal',
    (studio) =>
      Promise.resolve(() =>
        forgedCommand(studio, (payload) => ({
          ...payload,
          type: InteractionType.ModalSubmit,
          data: { custom_id: 'v1:words:abc', components: [] },
        })),
      ),
  ],
])(
  'four actions a minute, two of them at once, are what a person may do: %s',
  async (_, prepare) => {
    const studio = await openStudio({
      // Nobody is let through again, however long this takes.
      clock: stillClock(),
      env: { MAX_ACTIONS_PER_MINUTE_PER_PERSON: '4' },
    });
    studio.runpod.hold();
    const act = await prepare(studio);
    let answer = '';
    for (let used = 0; used < 3 && !answer.includes('faster'); used += 1) {
      answer = await quietAnswer(await jobs(studio));
    }
    expect(await quietAnswer(await act())).toMatch(
      /^You're going too fast\. Try again <t:\d+:R>\.$/,
    );
  },
);
