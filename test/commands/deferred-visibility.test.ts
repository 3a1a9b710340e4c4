import { InteractionResponseType, MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { Studio } from '../support/studio.ts';
import { portrait } from './portrait.ts';
import { answerShowing, imagine, openStudio } from './scene.ts';
import { completedMessage } from '../support/job-message.ts';
import { writeBeside } from '../support/write-beside.ts';

const DEFERRED = InteractionResponseType.DeferredChannelMessageWithSource;

const visibility = ({ flags }: Message) =>
  (flags & MessageFlags.Ephemeral) === 0 ? 'public' : 'ephemeral';

/** The "thinking…" by which a command was deferred. */
async function thinking({ answered }: SandboxInteraction): Promise<Message> {
  const { type, message } = await answered;
  expect(type).toBe(DEFERRED);
  if (!message) throw new Error('the deferral has no message');
  return message;
}

/** A studio whose bot defers everything, in which Ada has chosen private pictures, public ones or neither. */
async function deferring(chosen?: boolean): Promise<Studio> {
  const studio = await openStudio({ botWaitsMs: 0 });
  if (chosen === undefined) return studio;
  const insert = 'INSERT INTO person_settings (user_id, private) VALUES (?, ?)';
  const { ada } = studio.discord.world.people;
  await writeBeside(studio.databasePath, insert, ada.id, chosen ? 1 : 0);
  return studio;
}

describe('a deferred command is public or ephemeral as its job will be', () => {
  it.each<[string, OptionValues, boolean | undefined, 'public' | 'ephemeral']>([
    ['neither option nor setting', {}, undefined, 'public'],
    ['the option on', { private: true }, undefined, 'ephemeral'],
    ['the option off', { private: false }, undefined, 'public'],
    ['the setting on', {}, true, 'ephemeral'],
    ['the setting off', {}, false, 'public'],
    ['the option on and the setting on', { private: true }, true, 'ephemeral'],
    ['the option on and the setting off', { private: true }, false, 'ephemeral'],
    ['the option off and the setting on', { private: false }, true, 'public'],
    ['the option off and the setting off', { private: false }, false, 'public'],
  ])('%s', async (_, options, setting, wanted) => {
    const studio = await deferring(setting);
    const asked = await imagine(studio, options);
    const shown = await thinking(asked);
    expect(visibility(shown)).toBe(wanted);
    const done = await completedMessage(studio, asked);
    expect([done.id, visibility(done)]).toEqual([shown.id, wanted]);
  });

  it('and in public for a command of another recipe', async () => {
    const studio = await deferring();
    const { people, channels } = studio.discord.world;
    const image = { name: 'me.png', bytes: await portrait() };
    const options = { prompt: 'a lighthouse', image, consent: true };
    const use = { by: people.ada, in: channels.restricted, name: 'image', options };
    const asked = await studio.discord.command(use);
    const shown = await thinking(asked);
    expect(visibility(shown)).toBe('public');
    expect((await completedMessage(studio, asked)).id).toBe(shown.id);
  });

  it.each([
    ['is asked for consent first', {}, 'ephemeral'],
    ['has given consent with it', { face_consent: true }, 'public'],
  ] as const)('and where its sender %s', async (_, given, wanted) => {
    const studio = await deferring();
    const face = { name: 'me.png', bytes: await portrait() };
    const asked = await imagine(studio, { face, ...given });
    const shown = await thinking(asked);
    expect(visibility(shown)).toBe(wanted);
  });

  it('and ephemeral where it is refused beforehand', async () => {
    const studio = await deferring();
    const { ada } = studio.discord.world.people;
    const direct = studio.discord.world.directChannel(ada);
    const asked = await imagine(studio, {}, { in: direct, raw: true });
    const shown = await thinking(asked);
    expect(visibility(shown)).toBe('ephemeral');
    const refusal = await answerShowing(studio, asked, 'server');
    expect([refusal.id, visibility(refusal)]).toEqual([shown.id, 'ephemeral']);
  });
});
