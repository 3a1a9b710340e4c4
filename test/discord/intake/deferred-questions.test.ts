import { MessageFlags } from 'discord.js';
import { expect, it } from 'vitest';
import type { Reply } from '../../../src/discord/intake/handlers.ts';
import { tokenExpiry } from '../../../src/discord/interactions/interaction-token.ts';
import type { InteractionBase } from '../../../src/discord/interactions/interaction.ts';
import type { JobLog } from '../../../src/jobs/job-log.ts';
import {
  sampleFaceRequest,
  sampleJob,
} from '../../../packages/stand-ins/playground/cards/sample-job.ts';
import { definition, openDispatch } from './dispatch-bench.ts';

interface Services {
  log?: JobLog;
  /** Whose picture a command asks to use. */
  posterId?: string;
}

/** Asks whoever posted a message whether its picture may be used. */
async function ask(interaction: InteractionBase, { log, posterId }: Services): Promise<Reply> {
  const job = await log?.create({
    id: 'k3f9x2ab',
    state: 'awaiting_consent',
    interactionId: interaction.id,
    interactionToken: interaction.token,
    tokenExpiresAt: tokenExpiry(interaction.id),
    guildId: interaction.guildId ?? '',
    channelId: interaction.channel.id,
    userId: interaction.user.id,
    request: sampleFaceRequest(),
    models: sampleJob().models,
    ageRestricted: false,
    asks: { messageId: '600000000000000001', userId: posterId },
  });
  return job ? { kind: 'job', job } : { kind: 'answered' };
}

it.each([
  ['public', true],
  ['ephemeral', false],
] as const)(
  'the poster whom a %s deferral leads to is pinged by a new message',
  async (_, isLoud) => {
    const services: Services = {};
    const command = {
      definition: definition('ask'),
      execute: ask,
      isPublic: () => Promise.resolve(isLoud),
    };
    const { discord, log } = await openDispatch<Services>(
      { commands: [command], messageCommands: [], buttons: [], selects: [], modals: [] },
      services,
      { waitsMs: 0 },
    );
    const { people, channels } = discord.world;
    Object.assign(services, { log, posterId: people.ben.id });
    const { answered } = await discord.command({
      by: people.ada,
      in: channels.general,
      name: 'ask',
      raw: true,
    });
    const { message: thinking } = await answered;
    expect((thinking?.flags ?? 0) & MessageFlags.Loading).not.toBe(0);
    const question = await discord.waitFor(({ mentions }) => mentions.length > 0);
    expect(question.mentions.map(({ id }) => id)).toEqual([people.ben.id]);
    expect(discord.pings(people.ben).map(({ id }) => id)).toEqual([question.id]);
    expect(question.id).not.toBe(thinking?.id);
    expect(question.flags & MessageFlags.Ephemeral).toBe(0);
    expect(discord.messages(channels.general).map(({ id }) => id)).toEqual([question.id]);
  },
);
