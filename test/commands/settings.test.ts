import { describe, expect, it } from 'vitest';
import { notesOf } from '../../src/recipes/request-notes.ts';
import { openStudio, quietAnswer, textOf } from './scene.ts';
import { asked, choose, fillIn, keepDefaults, panel, turned, use } from './panels.ts';

describe('/settings', () => {
  it('switches what holds for all, by buttons that go on after a restart', async () => {
    const studio = await openStudio();
    const { ada, cleo } = studio.discord.world.people;
    const message = await panel(studio, 'settings');
    expect(textOf(message)).toContain('**Pings**: on');
    const press = (label: string) => studio.discord.click({ by: ada, message, label });
    await press('No pings');
    await turned(studio, message, '**Pings**: off');
    await studio.stopBot();
    await studio.startBot();
    await press('Spoilers');
    await turned(studio, message, '**Spoilers**: on');
    await press('Private');
    const all = await turned(studio, message, '**Private by default**: on');
    expect(textOf(all)).toContain('**Pings**: off');
    expect(textOf(await panel(studio, 'settings', { by: cleo }))).toContain('**Pings**: on');
    await press('Reset');
    await turned(studio, message, 'Your presets stay.');
    await press('Reset everything');
    expect(textOf(await turned(studio, message, '**Pings**: on'))).toContain(
      '**Private by default**: off',
    );
  });

  it('chooses options of a command in a form, which then hold where nothing is filled in', async () => {
    const studio = await openStudio();
    const { discord } = studio;
    const { ada } = discord.world.people;
    const message = await panel(studio, 'settings');
    await choose(studio, message, 'defaults', ['imagine']);
    const command = await turned(studio, message, 'Defaults for /imagine');
    const picked = await choose(studio, command, 'defaults-pick', ['steps', 'cfg', 'sampler']);
    await fillIn(studio, picked, { steps: '25', cfg: '5,5', sampler: ['dpmpp_2m'] });
    const chosen = await turned(studio, message, '`cfg` 5.5');
    expect(textOf(chosen)).toContain('• `steps` 25\n• `cfg` 5.5\n• `sampler` dpmpp\\_2m');
    const options = { prompt: 'a door', cfg: 7 };
    const job = await asked(studio, 'imagine', { options });
    expect(job.wanted.params).toMatchObject({ steps: 25, cfg: 7, sampler: 'dpmpp_2m' });
    expect(notesOf(job.wanted.params).kept).toEqual({ steps: 'default', sampler: 'default' });

    // What is left empty is taken back.
    const again = await choose(studio, chosen, 'defaults-pick', ['steps', 'sampler']);
    await fillIn(studio, again, { steps: '', sampler: [] });
    await discord.waitFor((now) => now.id === message.id && !textOf(now).includes('`steps`'));
    await discord.click({ by: ada, message, label: 'Clear these' });
    await turned(studio, message, 'None yet.');
    await discord.click({ by: ada, message, label: 'Back' });
    await turned(studio, message, '**Defaults**: none');
  });

  it('takes nothing that the command would not take, and says what it takes', async () => {
    const studio = await openStudio();
    const message = await panel(studio, 'settings');
    await choose(studio, message, 'defaults', ['imagine']);
    const command = await turned(studio, message, 'Defaults for /imagine');
    const picked = await choose(studio, command, 'defaults-pick', ['steps', 'cfg']);
    const wrong = await fillIn(studio, picked, { steps: 'many', cfg: '5' });
    expect(await quietAnswer(wrong)).toContain('`steps` must be a whole number from 15 to 50.');
    const shown = await use(studio, 'settings');
    expect(await quietAnswer(shown)).toContain('**Defaults**: none');
  });

  it('takes the words of its question away with it', async () => {
    const studio = await openStudio();
    const message = await panel(studio, 'settings');
    const { ada: by } = studio.discord.world.people;
    for (const label of ['Keep them', 'Reset everything']) {
      await studio.discord.click({ by, message, label: 'Reset' });
      await turned(studio, message, 'Your presets stay.');
      await studio.discord.click({ by, message, label });
      expect((await turned(studio, message, '**Pings**: on')).content).toBe('');
    }
  });

  it('is nobody else’s to press', async () => {
    const studio = await openStudio();
    const { cleo } = studio.discord.world.people;
    const message = await panel(studio, 'settings');
    const customId = `v2:settings-spoiler:person:${studio.discord.world.people.ada.id}:1`;
    const forged = await studio.discord.click({ by: cleo, message, customId, raw: true });
    expect(await quietAnswer(forged)).toContain('Someone else ran that command.');
  });

  it('leaves out quietly what a command no longer takes', async () => {
    const studio = await openStudio();
    // As a version with other ranges kept it.
    await keepDefaults(studio, 'text', { steps: 5000, cfg: 5, gone: true });
    const job = await asked(studio, 'imagine', { options: { prompt: 'a door' } });
    expect(job.wanted.params).toMatchObject({ steps: 20, cfg: 5 });
    const message = await panel(studio, 'settings');
    await choose(studio, message, 'defaults', ['imagine']);
    const shown = await turned(studio, message, 'Defaults for /imagine');
    expect(textOf(shown)).toContain('`steps` 5000 (no longer valid');
  });
});
