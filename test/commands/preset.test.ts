import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ComponentType } from 'discord.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { notesOf } from '../../src/recipes/request-notes.ts';
import type { OptionValues } from '../../packages/stand-ins/discord/option-value.ts';
import type { Person } from '../../packages/stand-ins/discord/world.ts';
import { INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import { forgedClick } from '../abuse/forged.ts';
import type { Studio } from '../support/studio.ts';
import { answerShowing, jobOf, openStudio, quietAnswer, textOf } from './scene.ts';
import { asked, choose, fillIn, panel, turned, use } from './panels.ts';
import { finished, made, press } from './result-scene.ts';

const PROMPT = { prompt: 'a door' };

async function save(studio: Studio, options: OptionValues, by?: Person): Promise<string> {
  const saving = { subcommand: 'save', options, ...(by && { by }) };
  return quietAnswer(await use(studio, 'preset', saving));
}

async function list(studio: Studio, by?: Person): Promise<string> {
  return quietAnswer(await use(studio, 'preset', { subcommand: 'list', ...(by && { by }) }));
}

async function offered({ discord }: Studio, name: string, typed = '', by?: Person) {
  const { people, channels } = discord.world;
  const typing = await discord.autocomplete({
    ...{ by: by ?? people.ada, in: channels.general, name },
    ...{ focused: 'preset', options: { preset: typed } },
  });
  return ((await typing.answered).choices ?? []).map(({ value }) => value);
}

function studioWithInk(changes: object = {}): Promise<Studio> {
  const folder = mkdtempSync(join(tmpdir(), 'darkroom-workflows-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  writeWorkflow(folder, 'ink', { manifest: { ...INK_MANIFEST, ...changes } });
  return openStudio({ env: { WORKFLOWS_DIR: folder } });
}

describe('/preset', () => {
  it('keeps words that then stand around a prompt, with its options', async () => {
    const studio = await openStudio();
    const words = { before: 'a photo of', after: 'at dawn', negative_prompt: 'red' };
    expect(await save(studio, { name: 'Dawn', ...words })).toContain('Saved **Dawn**.');
    expect(await list(studio)).toContain(
      '• **Dawn** · a photo of … at dawn · negative\\_prompt red',
    );
    expect(await offered(studio, 'imagine', 'da')).toEqual(['Dawn']);
    const options = { ...PROMPT, preset: 'dawn' };
    const interaction = await use(studio, 'imagine', { options });
    await interaction.answered;
    const job = await jobOf(studio, interaction);
    expect(job.wanted).toMatchObject({
      prompt: 'a photo of, a door, at dawn',
      negativePrompt: 'red',
    });
    expect(notesOf(job.wanted.params)).toEqual({
      preset: 'Dawn',
      kept: { negativePrompt: 'preset', prompt: 'preset' },
    });
    await answerShowing(studio, interaction, '> a photo of, a door, at dawn');
  });

  it('takes the options of a job of one’s own, and of nobody else’s', async () => {
    const studio = await openStudio();
    const { cleo } = studio.discord.world.people;
    const options = { ...PROMPT, steps: 33, seed: 5, cfg: 4 };
    const { id } = await asked(studio, 'imagine', { options });
    expect(await save(studio, { name: 'like it', from: id.toUpperCase() })).toContain('steps 33');
    expect(await save(studio, { name: 'x', from: id }, cleo)).toContain(
      'I no longer have that job',
    );
    const again = { ...PROMPT, preset: 'like it', cfg: 6 };
    const job = await asked(studio, 'imagine', { options: again });
    expect(job.wanted.params).toMatchObject({ steps: 33, cfg: 6 });
    expect(job.wanted.params.seed).not.toBe(5);
  });

  it('leaves how much of a start picture is left to each command, since some begin with none', async () => {
    const { studio, picture } = await finished({ steps: 33 });
    const vary = await press(studio, picture, 'Vary');
    await made(studio, vary);
    const saved = await save(studio, { name: 'varied', from: (await jobOf(studio, vary)).id });
    expect([saved.includes('steps 33'), saved.includes('denoise')]).toEqual([true, false]);
  });

  it('has options chosen in a form, and is then of that workflow only', async () => {
    const studio = await studioWithInk();
    const message = await panel(studio, 'preset', {
      subcommand: 'save',
      options: { name: 'chalky' },
    });
    await choose(studio, message, 'preset', ['ink']);
    const command = await turned(studio, message, 'Options in chalky');
    await studio.stopBot();
    await studio.startBot();
    const picked = await choose(studio, command, 'preset-pick', ['style', 'steps']);
    await fillIn(studio, picked, { style: ['chalk.safetensors'], steps: '12' });
    expect(textOf(await turned(studio, message, '`steps` 12'))).toContain('`style` Chalk');
    expect(await list(studio)).toContain('for `/ink` only');
    expect(await offered(studio, 'ink')).toEqual(['chalky']);
    expect(await offered(studio, 'imagine')).toEqual([]);
    const options = { ...PROMPT, preset: 'chalky' };
    const job = await asked(studio, 'ink', { options });
    expect(job.wanted.params).toMatchObject({ style: 'chalk.safetensors', steps: 12 });
    const elsewhere = await use(studio, 'imagine', { options });
    expect(await quietAnswer(elsewhere)).toContain('is for another command');
  });

  it('of a server is made by those who moderate it, and used by all', async () => {
    const studio = await openStudio();
    const { ben, cleo } = studio.discord.world.people;
    const house = { name: 'house', after: 'in our style', for_server: true };
    expect(await save(studio, house, cleo)).toContain('members who manage this server');
    expect(await save(studio, house, ben)).toContain('Saved');
    expect(await list(studio, cleo)).toContain("__This server's presets__\n• **house**");
    expect(await offered(studio, 'imagine', '', cleo)).toEqual(['house']);
    await save(studio, { name: 'House', after: 'in my style' }, cleo);
    const options = { ...PROMPT, preset: 'house' };
    const [own, others] = [
      await asked(studio, 'imagine', { options, by: cleo }),
      await asked(studio, 'imagine', { options }),
    ];
    expect([own.wanted.prompt, others.wanted.prompt]).toEqual([
      'a door, in my style',
      'a door, in our style',
    ]);
    const remove = { subcommand: 'delete', options: { name: 'house', for_server: true } };
    const refused = await use(studio, 'preset', { ...remove, by: cleo });
    expect(await quietAnswer(refused)).toContain('members who manage this server');
    const removed = await use(studio, 'preset', { ...remove, by: ben });
    expect(await quietAnswer(removed)).toContain('Deleted **house**.');
    const gone = await use(studio, 'imagine', { options });
    expect(await quietAnswer(gone)).toContain('has a preset by that name');
  });

  it('is deleted by its name as it is offered: one’s own before that of the server', async () => {
    const studio = await openStudio();
    const { ben, cleo } = studio.discord.world.people;
    await save(studio, { name: 'house', after: 'in our style', for_server: true }, ben);
    await save(studio, { name: 'house', after: 'in my style' }, cleo);
    const remove = async (by: Person) =>
      quietAnswer(
        await use(studio, 'preset', { subcommand: 'delete', options: { name: 'house' }, by }),
      );
    expect(await remove(cleo)).toContain('Deleted **house**.');
    expect(await remove(cleo)).toContain('members who manage this server');
    expect(await list(studio, cleo)).toContain('in our style');
    expect(await remove(ben)).toContain('Deleted **house**.');
    expect(await remove(ben)).toContain('has a preset by that name');
  });

  it('is offered where it fits: its words stand around a prompt', async () => {
    const studio = await studioWithInk({ nodes: [{ type: 'seed', node_ids: ['6'] }] });
    await save(studio, { name: 'Dawn', after: 'at dawn' });
    await save(studio, { name: 'Grey', negative_prompt: 'colours' });
    expect(await offered(studio, 'ink')).toEqual(['Grey']);
    expect(await offered(studio, 'imagine')).toEqual(['Dawn', 'Grey']);
  });

  it('of a server has its options chosen by nobody else, by whatever menu', async () => {
    const studio = await openStudio();
    const { ben, cleo } = studio.discord.world.people;
    await save(studio, { name: 'house', after: 'in our style', for_server: true }, ben);
    const message = await panel(studio, 'settings', { by: cleo });
    const forged = await forgedClick(studio, { by: cleo, message }, (payload) => ({
      ...payload,
      data: {
        component_type: ComponentType.StringSelect,
        custom_id: `v2:server-preset:person:${cleo.id}:1=0`,
        values: ['imagine'],
      },
    }));
    expect(await quietAnswer(forged)).toContain('members who manage this server');
  });

  it('is shown by /privacy, and erased with all else', async () => {
    const studio = await openStudio();
    const { ada, ben: by } = studio.discord.world.people;
    await save(studio, { name: 'mine' }, by);
    await save(studio, { name: 'ours', for_server: true }, by);
    const later = await use(studio, 'privacy', { by });
    const shown = await answerShowing(studio, later, '**1 preset**, until you delete it');
    expect(textOf(shown)).toContain('You created **1 preset** for servers');
    await studio.discord.click({ by, message: shown, label: 'Erase everything' });
    const sure = await turned(studio, shown, "This can't be undone.");
    await studio.discord.click({ by, message: sure, label: 'Erase everything now' });
    await turned(studio, shown, 'Your settings and presets are erased.');
    expect(await list(studio, by)).not.toContain('mine');
    expect(await list(studio, ada)).toContain('ours');
  });

  it('is checked and screened as if it had been typed', async () => {
    const studio = await openStudio();
    await save(studio, { name: 'long', before: 'x'.repeat(500) });
    await save(studio, { name: 'nude', after: 'naked woman' });
    const ask = async (prompt: string, preset: string) =>
      quietAnswer(await use(studio, 'imagine', { options: { prompt, preset } }));
    expect(await ask('y'.repeat(1200), 'long')).toContain(
      "That preset doesn't fit this command: `prompt` must have 1 to 1500 characters.",
    );
    expect(await ask('a door', 'nude')).toContain('naked');
  });
});

describe('the name of a preset', () => {
  it('has something in it that can be seen', async () => {
    const studio = await openStudio();
    expect(await save(studio, { name: '\u200B', before: 'ink' })).toContain('`name` is missing.');
    expect(await save(studio, { name: '**😀**', before: 'ink' })).toContain(
      'Saved **\\*\\*😀\\*\\***.',
    );
  });
});

describe('alternatives in a prompt', () => {
  it('are drawn, and what was written is kept beside', async () => {
    const studio = await openStudio();
    const options = { prompt: 'a {red|blue} door' };
    const job = await asked(studio, 'imagine', { options });
    expect(job.wanted.prompt).toMatch(/^a (red|blue) door$/);
    expect(notesOf(job.wanted.params).written).toBe('a {red|blue} door');
  });

  it('are all screened, whichever is drawn', async () => {
    const studio = await openStudio();
    const options = { prompt: `a {${'|'.repeat(20)}naked woman}` };
    expect(await quietAnswer(await use(studio, 'imagine', { options }))).toContain('naked');
  });

  it('leave no empty prompt', async () => {
    const studio = await openStudio();
    const empty = await use(studio, 'imagine', { options: { prompt: '{|}' } });
    expect(await quietAnswer(empty)).toContain('`prompt` must have 1 to 1500 characters');
  });
});
