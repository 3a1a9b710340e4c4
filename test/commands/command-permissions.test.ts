import { ApplicationCommandPermissionType, PermissionFlagsBits } from 'discord.js';
import { expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { completedMessage } from '../support/job-message.ts';
import type { Studio } from '../support/studio.ts';
import { imagine, openStudio, quietAnswer, settled } from './scene.ts';

const { Role, User } = ApplicationCommandPermissionType;

/** A server that lets nobody but Ada use `/imagine`. */
async function forAda(): Promise<{
  studio: Studio;
  again: (by: Person) => Promise<SandboxInteraction>;
}> {
  const studio = await openStudio();
  const { world } = studio.discord;
  world.commandPermissions = {
    imagine: [
      { id: world.guild.id, type: Role, permission: false },
      { id: world.people.ada.id, type: User, permission: true },
    ],
  };
  const message = await completedMessage(studio, await imagine(studio));
  return { studio, again: (by) => studio.discord.click({ by, message, label: 'Again' }) };
}

function timesRead({ discord }: Studio): number {
  return discord.rest.requests.filter(({ path }) => path.endsWith('/commands/permissions')).length;
}

it('holds a button to what the server says of its command', async () => {
  const { studio, again } = await forAda();
  const { ada, ben } = studio.discord.world.people;
  expect(await quietAnswer(await again(ben))).toContain(
    "This server doesn't let you use `/imagine` here.",
  );
  expect((await settled(studio, await again(ada))).state).toBe('completed');
  // Discord held the command to it already, and all presses share one look.
  expect(timesRead(studio)).toBe(1);
});

it('lets administrators use everything', async () => {
  const { studio, again } = await forAda();
  const { Administrator } = PermissionFlagsBits;
  const chief = studio.discord.world.addPerson('Eve', { permissions: Administrator });
  expect((await settled(studio, await again(chief))).state).toBe('completed');
});

it('lets members through where Discord does not say who may', async () => {
  const { studio, again } = await forAda();
  const path = /\/commands\/permissions$/;
  studio.discord.rest.fault({ method: 'GET', path, times: 9, answer: { status: 500 } });
  const { ben } = studio.discord.world.people;
  expect((await settled(studio, await again(ben))).state).toBe('completed');
});
