import { describe, expect, it } from 'vitest';
import { isEphemeral } from '../../packages/stand-ins/discord/message-store.ts';
import { OUTSIDE_SERVERS } from '../../src/rules/outside-servers.ts';
import { keepOut } from '../../src/operator/kept-out.ts';
import { refusal } from '../discord/rest/refusal.ts';
import { MovableClock } from '../support/movable-clock.ts';
import { completedMessage, showsPictures, workingMessage } from '../support/job-message.ts';
import { panel, turned, use } from './panels.ts';
import { writeBeside } from '../support/write-beside.ts';
import { buttonsOf } from '../../packages/stand-ins/discord/buttons.ts';
import { portrait } from './portrait.ts';
import { answerOf, made, press } from './result-scene.ts';
import {
  answerShowing,
  findJob,
  imagine,
  jobOf,
  openStudio,
  quietAnswer,
  textOf,
} from './scene.ts';
import { OUTSIDE, openOutside } from './outside-scene.ts';

const MINUTE = 60_000;

describe('by default', () => {
  it('no command is offered outside servers', async () => {
    const { discord } = await openStudio();
    const commands = discord.commands('global');
    expect(commands.map(({ integration_types: types }) => types)).toEqual(commands.map(() => [0]));
    expect(commands.map(({ contexts }) => contexts)).toEqual(commands.map(() => [0]));
  });

  it('nothing is made there, whatever Discord sends', async () => {
    const studio = await openStudio();
    const { people } = studio.discord.world;
    studio.discord.world.setInstalled(people.ada, true);
    const group = studio.discord.world.addGroup([people.ada, people.ben]);
    const elsewhere = studio.discord.world.addChannelElsewhere();
    for (const channel of [group, elsewhere, studio.discord.world.directChannel(people.ada)]) {
      const asked = await imagine(studio, {}, { in: channel, raw: true });
      expect(await quietAnswer(asked)).toContain('I only work in servers');
      expect(await findJob(studio, asked.id)).toBeUndefined();
    }
  });
});

describe('where users may install the bot', () => {
  it('those of its commands that need no server are offered everywhere', async () => {
    const { studio } = await openOutside();
    const everywhere = studio.discord
      .commands('global')
      .filter(({ contexts }) => contexts?.length === 3)
      .map(({ name }) => name);
    expect(everywhere).toContain('imagine');
    expect(everywhere).toContain('privacy');
    for (const name of ['moderation', 'limits', 'usage']) expect(everywhere).not.toContain(name);
  });

  it.each(['group', 'elsewhere'] as const)(
    'pictures are private in a %s, and made by the token alone',
    async (where) => {
      const { studio, channels, ada, ben } = await openOutside();
      const channel = channels[where];
      const asked = await imagine(studio, {}, { in: channel });
      const message = await completedMessage(studio, asked);
      expect(isEphemeral(message)).toBe(true);
      expect(studio.discord.messages(channel, ben)).toEqual([]);
      expect(await jobOf(studio, asked)).toMatchObject({
        ...{ guildId: OUTSIDE_SERVERS, private: true, ephemeral: true, ageRestricted: false },
        ...{ userId: ada.id, byUserInstall: true },
      });
      const again = await made(studio, await press(studio, message, 'Again'));
      expect(isEphemeral(again)).toBe(true);
      const byBot = studio.discord.rest.requests.filter(({ path }) =>
        path.includes(`/channels/${channel.id}`),
      );
      expect(byBot).toEqual([]);
    },
  );

  it('an age-restricted channel elsewhere counts as any other', async () => {
    const { studio } = await openOutside();
    const channel = studio.discord.world.addChannelElsewhere({ nsfw: true });
    const asked = await imagine(studio, {}, { in: channel });
    await completedMessage(studio, asked);
    expect((await jobOf(studio, asked)).ageRestricted).toBe(false);
  });

  it('in its own direct messages the bot answers as the bot, for as long as it takes', async () => {
    const clock = new MovableClock();
    const { studio, channels } = await openOutside({
      clock,
      env: { JOB_TIMEOUT_MS: String(240 * MINUTE) },
      runpod: { workerLimitMs: 240 * MINUTE },
    });
    studio.runpod.hold();
    const asked = await imagine(studio, {}, { in: channels.direct });
    const message = await workingMessage(studio, asked);
    expect(isEphemeral(message)).toBe(false);
    clock.advance(20 * MINUTE);
    studio.runpod.release();
    const done = await studio.discord.waitFor((now) => now.id === message.id && showsPictures(now));
    expect(done.channel_id).toBe(channels.direct.id);
    // Ada shares a server with the bot, so her own install is not all that allows it.
    expect(await jobOf(studio, asked)).toMatchObject({
      ...{ guildId: OUTSIDE_SERVERS, private: true, byUserInstall: false },
    });
  });

  it('commands about one’s own pictures, data and settings work', async () => {
    const { studio, channels } = await openOutside();
    const asked = await imagine(studio, {}, { in: channels.group });
    await completedMessage(studio, asked);
    const { id } = await jobOf(studio, asked);
    for (const channel of [channels.group, channels.elsewhere, channels.direct]) {
      const listed = await use(studio, 'jobs', { in: channel });
      await studio.discord.waitFor(
        (now) => now.interaction_metadata?.id === listed.id && textOf(now).includes(id),
      );
      for (const name of ['help', 'settings', 'privacy', 'quota']) {
        expect(isEphemeral(await panel(studio, name, { in: channel })), name).toBe(true);
      }
    }
  });

  it('photos of people are refused', async () => {
    const { studio, channels } = await openOutside();
    const face = { name: 'ada.png', bytes: await portrait() };
    const asked = await imagine(studio, { face, face_consent: true }, { in: channels.group });
    expect(await quietAnswer(asked)).toContain('may show a person');
  });
});

describe('the daily limit of each person', () => {
  it('counts all that they make outside servers, and nothing in them', async () => {
    const { studio, channels, ben } = await openOutside({ env: { ...OUTSIDE } });
    await completedMessage(studio, await imagine(studio));
    await completedMessage(studio, await imagine(studio, {}, { in: channels.group }));
    await completedMessage(studio, await imagine(studio, {}, { in: channels.elsewhere }));
    const third = await completedMessage(
      studio,
      await imagine(studio, {}, { in: channels.direct }),
    );
    const refused = await imagine(studio, {}, { in: channels.group });
    expect(await quietAnswer(refused)).toContain('3 pictures a day');
    expect(await quietAnswer(await press(studio, third, 'Again'))).toContain('3 pictures a day');
    await completedMessage(studio, await imagine(studio));
    await completedMessage(studio, await imagine(studio, {}, { by: ben, in: channels.group }));
  });

  it('is shown by /quota', async () => {
    const { studio, channels } = await openOutside();
    await completedMessage(studio, await imagine(studio, {}, { in: channels.group }));
    const shown = textOf(await panel(studio, 'quota', { in: channels.elsewhere }));
    expect(shown).toContain('2 of 3');
  });

  it('holds for requests at the same time', async () => {
    const { studio, channels } = await openOutside();
    const asked = await Promise.all(
      Array.from({ length: 6 }, () => imagine(studio, {}, { in: channels.group })),
    );
    await Promise.all(asked.map(({ answered }) => answered));
    const jobs = await Promise.all(asked.map(({ id }) => findJob(studio, id)));
    expect(jobs.filter((job) => job !== undefined)).toHaveLength(3);
  });

  it('is not reset by erasing everything', async () => {
    const { studio, channels, ada } = await openOutside();
    for (let made = 0; made < 3; made += 1) {
      await completedMessage(studio, await imagine(studio, {}, { in: channels.group }));
    }
    const asked = await use(studio, 'privacy', { in: channels.group });
    const data = await answerShowing(studio, asked, 'What I store about you');
    const sure = await answerOf(await press(studio, data, 'Erase everything', ada));
    await press(studio, sure, 'Erase everything now', ada);
    await turned(studio, sure, 'Erased: 3');
    const refused = await imagine(studio, {}, { in: channels.group });
    expect(await quietAnswer(refused)).toContain('3 pictures a day');
  });
});

describe('what takes longer than the token', () => {
  it('goes on in direct messages, whose channel is opened before the request is accepted', async () => {
    const clock = new MovableClock();
    const { studio, channels } = await openOutside({
      clock,
      env: { JOB_TIMEOUT_MS: String(240 * MINUTE) },
      runpod: { workerLimitMs: 240 * MINUTE },
    });
    studio.runpod.hold();
    const asked = await imagine(studio, {}, { in: channels.group });
    await workingMessage(studio, asked);
    const opened = studio.discord.rest.requests.findIndex(({ path }) =>
      path.endsWith('/users/@me/channels'),
    );
    const answered = studio.discord.rest.requests.findIndex(({ path }) =>
      path.includes(`/interactions/${asked.id}/`),
    );
    expect(opened).toBeGreaterThanOrEqual(0);
    expect(opened).toBeLessThan(answered);
    clock.advance(14 * MINUTE);
    studio.runpod.release();
    const { id } = await jobOf(studio, asked);
    const direct = await studio.discord.waitFor(
      (now) =>
        now.channel_id === channels.direct.id && showsPictures(now) && textOf(now).includes(id),
    );
    await made(studio, await press(studio, direct, 'Again'));
  });

  it('goes on there too where the interaction has no follow-up left', async () => {
    // The bot defers all. A job's message is then a follow-up to the press.
    const { studio, channels } = await openOutside({ botWaitsMs: 0 });
    const first = await completedMessage(studio, await imagine(studio, {}, { in: channels.group }));
    studio.discord.rest.fault({
      ...{ method: 'POST', path: /\/webhooks\/\d+\/[^/]+$/, times: Infinity },
      answer: refusal(400, 40_094),
    });
    const again = await press(studio, first, 'Again');
    await expect.poll(async () => (await findJob(studio, again.id))?.state).toBe('completed');
    const { id } = await jobOf(studio, again);
    await studio.discord.waitFor(
      (now) =>
        now.channel_id === channels.direct.id && showsPictures(now) && textOf(now).includes(id),
    );
    const followUps = studio.discord.rest.requests.filter(
      ({ method, path }) => method === 'POST' && /\/webhooks\/\d+\/[^/]+$/.test(path),
    );
    expect(followUps.length).toBeGreaterThan(0);
    expect(followUps.length).toBeLessThanOrEqual(5);
  });

  it('is refused where Discord opens no channel', async () => {
    const { studio, channels } = await openOutside();
    const path = /\/users\/.*\/channels$/;
    studio.discord.rest.fault({ method: 'POST', path, answer: refusal(403, 40_003) });
    const asked = await imagine(studio, {}, { in: channels.elsewhere });
    expect(await quietAnswer(asked)).toContain('open a DM');
    expect(await findJob(studio, asked.id)).toBeUndefined();
    // A moment later it may.
    await completedMessage(studio, await imagine(studio, {}, { in: channels.elsewhere }));
  });
});

describe('in a server that has the bot, but not its commands', () => {
  async function openMember(env: Readonly<Record<string, string>> = {}) {
    const scene = await openOutside({ env: { ...OUTSIDE, ...env } });
    const { world } = scene.studio.discord;
    world.hasCommands = false;
    return { ...scene, world, general: world.channels.general };
  }

  it('answers are private, and count there', async () => {
    const { studio, world, general } = await openMember();
    const asked = await imagine(studio, {}, { in: general });
    expect(isEphemeral(await completedMessage(studio, asked))).toBe(true);
    expect(await jobOf(studio, asked)).toMatchObject({
      ...{ guildId: world.guild.id, private: true, byUserInstall: true },
    });
  });

  it('its blocks hold', async () => {
    const { studio, world, general, ada, ben } = await openMember();
    world.hasCommands = true;
    const options = { person: ada };
    await answerOf(
      await use(studio, 'moderation', { by: ben, in: general, subcommand: 'block', options }),
    );
    world.hasCommands = false;
    expect(await quietAnswer(await imagine(studio, {}, { in: general }))).toContain('blocked you');
  });

  it('its rules hold', async () => {
    const { studio, world, general } = await openMember();
    await writeBeside(
      studio.databasePath,
      `INSERT INTO server_rules (guild_id, subject_kind, subject_id, limit_name, value)
        VALUES (?, 'server', '', 'private', 'false')`,
      world.guild.id,
    );
    const asked = await imagine(studio, {}, { in: general });
    expect(await quietAnswer(asked)).toContain('This server');
    expect(await findJob(studio, asked.id)).toBeUndefined();
  });

  it('ALLOWED_GUILD_IDS holds there, and nowhere without the bot', async () => {
    const { studio, general, channels } = await openMember({
      ALLOWED_GUILD_IDS: '200000000000000009',
    });
    const refused = await quietAnswer(await imagine(studio, {}, { in: general }));
    expect(refused).toContain('for other servers only');
    await completedMessage(studio, await imagine(studio, {}, { in: channels.elsewhere }));
  });

  it('nothing is made while Discord does not say whether the server has the bot', async () => {
    const { studio, general } = await openMember();
    studio.discord.rest.fault({ path: /\/guilds\/\d+$/, times: 4, answer: refusal(500, 0) });
    const asked = await imagine(studio, {}, { in: general });
    expect(await quietAnswer(asked)).toContain("Discord isn't accepting that");
    expect(await findJob(studio, asked.id)).toBeUndefined();
  });
});

describe('the operator’s blocks', () => {
  it('hold everywhere for a person, and in a server that does not have the bot', async () => {
    const { studio, channels, ada, ben } = await openOutside();
    const now = Date.now();
    const server = studio.discord.world.guildIdOf(channels.elsewhere) ?? '';
    await keepOut(studio.databasePlace, { kind: 'server', id: server }, { reason: 'spam', now });
    const elsewhere = await imagine(studio, {}, { by: ben, in: channels.elsewhere });
    expect(await quietAnswer(elsewhere)).toContain('has blocked this server');
    await keepOut(studio.databasePlace, { kind: 'person', id: ada.id }, { reason: 'spam', now });
    const inGroup = await imagine(studio, {}, { in: channels.group });
    expect(await quietAnswer(inGroup)).toContain('has blocked you');
  });
});

describe('a press', () => {
  it('counts for the user who presses, whoever authorised the message', async () => {
    const { studio, channels, ada, ben } = await openOutside();
    const asked = await imagine(studio, {}, { in: channels.direct });
    const message = await completedMessage(studio, asked);
    const { payload } = await press(studio, message, 'More', ada);
    const again = buttonsOf(message).find(({ label }) => label === 'Again');
    const id = String(BigInt(payload.id) + 1n);
    studio.discord.dispatch('INTERACTION_CREATE', {
      ...payload,
      id,
      data: { component_type: 2, custom_id: again?.custom_id },
      authorizing_integration_owners: { 1: ben.id },
    });
    await expect.poll(async () => (await findJob(studio, id))?.userId).toBe(ada.id);
  });
});
