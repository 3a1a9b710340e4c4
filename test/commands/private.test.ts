import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { CommandUse } from '../../packages/stand-ins/discord/use-command.ts';
import { INK_GRAPH, INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import type { Studio } from '../support/studio.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { forgedClick } from '../abuse/forged.ts';
import { choose, panel, turned, use } from './panels.ts';
import { portrait } from './portrait.ts';
import { answerOf, finished, made, press, pressInPanel } from './result-scene.ts';
import {
  answerShowing,
  findJob,
  imagine,
  jobOf,
  openStudio,
  quietAnswer,
  textOf,
} from './scene.ts';
import { completedMessage } from '../support/job-message.ts';

const PRIVATE = { private: true };

function isEphemeral({ flags }: Message): boolean {
  return (flags & MessageFlags.Ephemeral) !== 0;
}

/** A picture that Ada asks for privately, once it is there. */
async function privately(
  studio: Studio,
  options: OptionValues = PRIVATE,
  where: Partial<CommandUse> = { in: studio.discord.world.channels.general },
) {
  const asked = await imagine(studio, options, where);
  return { asked, picture: await completedMessage(studio, asked) };
}

async function alwaysPrivate(studio: Studio): Promise<void> {
  const message = await panel(studio, 'settings');
  await studio.discord.click({
    by: studio.discord.world.people.ada,
    message,
    label: 'Private',
  });
  await turned(studio, message, '**Private by default**: on');
}

describe('a private job', () => {
  it('is shown to its requester alone, and says beforehand what becomes of it if it takes long', async () => {
    const studio = await openStudio();
    const { asked, picture } = await privately(studio);
    const { message } = await asked.answered;
    expect([message, picture].map((one) => one && isEphemeral(one))).toEqual([true, true]);
    expect(picture.versions.map(({ payload }) => textOf(payload)).join()).toContain(
      'so keep DMs open',
    );
    expect(picture.files).toHaveLength(1);
    const { channels, people } = studio.discord.world;
    expect(studio.discord.messages(channels.general, people.cleo)).toEqual([]);
  });

  it('counts as not age-restricted wherever it is asked for', async () => {
    const studio = await openStudio({ env: { GENERAL_CHECKPOINT_NAME: 'general.safetensors' } });
    const asked = await imagine(studio, PRIVATE);
    await asked.answered;
    const { ageRestricted, models } = await jobOf(studio, asked);
    expect([ageRestricted, models.checkpoint]).toEqual([false, 'general.safetensors']);
  });

  it('is what its person asks for who chose so, unless they say otherwise', async () => {
    const studio = await openStudio();
    await alwaysPrivate(studio);
    const { picture } = await privately(studio, {});
    const open = await privately(studio, { private: false });
    expect([picture, open.picture].map(isEphemeral)).toEqual([true, false]);
  });

  it('takes no picture that may show a person', async () => {
    const studio = await openStudio();
    const face = { name: 'me.png', bytes: await portrait() };
    const asked = await imagine(studio, { ...PRIVATE, face });
    expect(await quietAnswer(asked)).toContain("may show a person can't be private");
    expect(await findJob(studio, asked.id)).toBeUndefined();
  });

  it('is made from no picture of an age-restricted channel', async () => {
    const studio = await openStudio();
    const picture = await completedMessage(studio, await imagine(studio));
    await alwaysPrivate(studio);
    expect(await quietAnswer(await press(studio, picture, 'Vary'))).toContain(
      "so it can't be used privately. Turn `private` off",
    );
  });

  it('leads to nothing adult-rated', async () => {
    const folder = tempFolder();
    const next = [{ label: 'Bolder', workflow: 'bold', image: 'image' }];
    writeWorkflow(folder, 'ink', { manifest: { ...INK_MANIFEST, next } });
    writeWorkflow(folder, 'bold', {
      manifest: {
        ...INK_MANIFEST,
        rating: 'adult',
        nodes: [{ type: 'image', node_ids: ['10'], person: false }],
      },
      graph: {
        ...INK_GRAPH,
        '10': { class_type: 'LoadImage', inputs: { image: 'example.png' } },
        '11': { class_type: 'VAEEncode', inputs: { pixels: ['10', 0], vae: ['1', 2] } },
        '6': { ...INK_GRAPH[6], inputs: { ...INK_GRAPH[6].inputs, latent_image: ['11', 0] } },
      },
    });
    const studio = await openStudio({ env: { WORKFLOWS_DIR: folder } });
    const panels = await Promise.all(
      [true, false].map(async (isPrivate) => {
        const options = { prompt: 'a fox', private: isPrivate };
        const asked = await imagine(studio, options, { name: 'ink' });
        const picture = await completedMessage(studio, asked);
        return JSON.stringify((await answerOf(await press(studio, picture, 'More'))).components);
      }),
    );
    expect(panels.map((one) => one.includes('Bolder'))).toEqual([false, true]);
  });

  it('makes private what is made from it, and is nobody else’s to use', async () => {
    const studio = await openStudio();
    const { asked, picture } = await privately(studio);
    const again = await made(studio, await press(studio, picture, 'Again'));
    const vary = await press(studio, again, 'Vary');
    const varied = await made(studio, vary);
    expect([again, varied].map(isEphemeral)).toEqual([true, true]);
    // Nothing leads to a message that may go on elsewhere.
    expect((await jobOf(studio, vary)).origin).toMatchObject({ step: 'vary', message: undefined });
    // A picture that somebody sends may show a person.
    const { modal } = await (await press(studio, varied, 'Edit')).answered;
    expect(JSON.stringify(modal)).not.toContain('"image"');
    const { id } = await jobOf(studio, asked);
    const customId = `v2:again:job:${id}`;
    const { cleo } = studio.discord.world.people;
    const forged = await forgedClick(studio, { by: cleo, message: picture }, (payload) => ({
      ...payload,
      data: { ...payload.data, custom_id: customId },
    }));
    expect(await quietAnswer(forged)).toContain('I no longer have that job');
  });

  it('is left out of what was made from a picture, and has no report', async () => {
    const { studio, picture } = await finished();
    await alwaysPrivate(studio);
    const again = await made(studio, await press(studio, picture, 'Again'));
    expect(isEphemeral(again)).toBe(true);
    const more = await answerOf(await press(studio, again, 'More'));
    expect(JSON.stringify(more.components)).not.toContain('report');
    const details = await answerOf(await pressInPanel(studio, picture, 'Details'));
    expect(textOf(details)).not.toContain('Made from it');
  });

  it('is deleted with its message by its requester', async () => {
    const studio = await openStudio();
    const { asked, picture } = await privately(studio);
    const { id } = await jobOf(studio, asked);
    const question = await answerOf(await press(studio, picture, 'More'));
    await press(studio, question, 'Delete');
    const sure = await turned(studio, question, 'Delete this picture');
    await press(studio, sure, 'Delete permanently');
    await turned(studio, question, 'Deleted.');
    await expect.poll(() => studio.discord.message(picture.id)).toBeUndefined();
    expect((await studio.bot.log.jobs.find(id))?.erasedAt).toBeDefined();
  });
});

describe('/moderation private', () => {
  it('lists what was made so in a server, and removes it', async () => {
    const studio = await openStudio();
    const { ada, ben } = studio.discord.world.people;
    const { asked, picture } = await privately(studio, { ...PRIVATE, prompt: 'a quiet door' });
    await privately(studio, { private: false, prompt: 'an open door' });
    const listed = await use(studio, 'moderation', { by: ben, subcommand: 'private' });
    const list = await answerShowing(studio, listed, 'Private pictures in this server');
    const { id } = await jobOf(studio, asked);
    expect(textOf(list)).toContain(`<@${ada.id}>`);
    expect(textOf(list)).toContain('a quiet door');
    expect(textOf(list)).not.toContain('an open door');
    await choose(studio, list, 'private-pick', [id], ben);
    await turned(studio, list, `Remove the private picture of job ${id}?`);
    await press(
      studio,
      await studio.discord.waitFor((now) => now.id === list.id),
      'Remove permanently',
      ben,
    );
    await turned(studio, picture, "This server's moderators removed this picture.");
    expect(textOf(await turned(studio, list, 'removed'))).toContain(id);
  });

  it('is for those who moderate', async () => {
    const studio = await openStudio();
    const asked = await use(studio, 'moderation', { subcommand: 'private', raw: true });
    expect(await quietAnswer(asked)).toContain('members who manage this server');
  });

  it('reaches neither into another server nor to what is not private', async () => {
    const studio = await openStudio();
    const { ben: by } = studio.discord.world.people;
    const own = await privately(studio);
    const open = await privately(studio, { private: false });
    const removal = async (asked: SandboxInteraction, more: object = {}) => {
      const custom_id = `v2:private-remove:job:${(await jobOf(studio, asked)).id}`;
      const forged = await forgedClick(studio, { by, message: open.picture }, (payload) => ({
        ...payload,
        data: { ...payload.data, custom_id },
        ...more,
      }));
      return quietAnswer(forged);
    };
    const said = [
      await removal(own.asked, { guild_id: '999999999999999999' }),
      await removal(open.asked),
    ];
    for (const one of said) expect(one).toContain('I no longer have that job');
    for (const { asked } of [own, open]) {
      expect((await jobOf(studio, asked)).visibility).toBe('shown');
    }
  });
});
