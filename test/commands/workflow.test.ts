import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Person, World } from '../../packages/stand-ins/discord/world.ts';
import { say } from '../../src/say/say.ts';
import { INK_GRAPH, INK_MANIFEST, writeWorkflow } from '../support/ink-workflow.ts';
import type { Studio } from '../support/studio.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { use } from './panels.ts';
import { answerOf, press } from './result-scene.ts';
import { openStudio, quietAnswer, textOf } from './scene.ts';

const REFUSED = 'Only the operator of this bot can do that.';

/** The owner of the application, as Discord says it. */
type Ownership = (world: World) => Readonly<Record<string, unknown>>;

const BEN: Ownership = ({ people: { ben } }) => ({ owner: { id: ben.id, username: 'ben' } });

/** A bot with these workflows that belongs to Ben, unless said otherwise. */
async function open(
  write: (folder: string) => void,
  { ownership = BEN, env = {} }: { ownership?: Ownership; env?: Record<string, string> } = {},
): Promise<Studio> {
  const folder = tempFolder();
  write(folder);
  const studio = await openStudio();
  await studio.stopBot();
  studio.discord.world.ownership = ownership(studio.discord.world);
  await studio.startBot({ WORKFLOWS_DIR: folder, ...env });
  return studio;
}

const list = (studio: Studio, by: Person = studio.discord.world.people.ben) =>
  use(studio, 'workflow', { by, subcommand: 'list', raw: true });

async function listed(studio: Studio): Promise<Message> {
  return answerOf(await list(studio));
}

describe('/workflow list', () => {
  it('says what is offered, and what is left out and why', async () => {
    const studio = await open(
      (folder) => {
        writeWorkflow(folder, 'ink');
        writeWorkflow(folder, 'own', {
          manifest: { ...INK_MANIFEST, title: 'Own *ink*', rating: 'adult', endpoint: 'ink-1' },
        });
        writeWorkflow(folder, 'bad', { manifest: { ...INK_MANIFEST, title: '', ratng: 'x' } });
        writeWorkflow(folder, 'portrait', {
          graph: {
            ...INK_GRAPH,
            '10': { class_type: 'LoadImage', inputs: { image: 'a.png' } },
            '11': { class_type: 'VAEEncode', inputs: { pixels: ['10', 0], vae: ['1', 2] } },
            '6': {
              ...INK_GRAPH['6'],
              inputs: { ...INK_GRAPH['6'].inputs, latent_image: ['11', 0] },
            },
          },
          manifest: {
            ...INK_MANIFEST,
            nodes: [
              { type: 'prompt', node_ids: ['57:8'] },
              { type: 'image', node_ids: ['10'] },
            ],
          },
        });
      },
      { env: { FEATURED_WORKFLOW: 'ink', FACE_REFERENCES: 'off' } },
    );
    const message = await listed(studio);
    expect(message.embeds[0]?.title).toBe('2 workflows, 2 left out');
    expect(message.embeds[0]?.description?.split('\n')).toEqual([
      expect.stringMatching(/^✗ `bad`: manifest.json, title: is empty/),
      expect.stringMatching(/^✗ `bad`: manifest.json: knows no "ratng"/),
      '✗ `portrait`: needs a photo, and `FACE_REFERENCES` is off',
      '✓ `/imagine` SDXL in ink · general · 10 options · folder `ink`',
      '✓ `/own` Own \\*ink\\* · adult · 10 options · endpoint `ink-1`',
    ]);
    expect(message.components).toEqual([]);
  });

  it('says so where there is none', async () => {
    const message = await listed(await open(() => undefined));
    expect(message.embeds).toMatchObject([
      { title: '0 workflows', description: say().workflows.none },
    ]);
  });

  it('has pages, whatever fifty folders hold', async () => {
    const names = Array.from({ length: 50 }, (_, at) => `w${String(at).padStart(2, '0')}`);
    const studio = await open((folder) => {
      for (const [at, name] of names.entries()) {
        if (at % 2 === 0) writeWorkflow(folder, name);
        else {
          mkdirSync(join(folder, name));
          const nodes = Array.from({ length: 20 }, () => ({ type: 'x'.repeat(200) }));
          writeFileSync(join(folder, name, 'manifest.json'), JSON.stringify({ nodes }));
        }
      }
      mkdirSync(join(folder, '`@everyone`'));
    });
    let message = await listed(studio);
    const seen: string[] = [];
    for (let page = 1; ; page += 1) {
      const [embed] = message.embeds;
      expect(embed?.title).toBe('25 workflows, 26 left out');
      expect(embed?.footer?.text).toMatch(new RegExp(`^Page ${page} of \\d+$`));
      expect(embed?.description?.length).toBeLessThanOrEqual(4_096);
      seen.push(embed?.description ?? '');
      if (embed?.footer?.text === `Page ${page} of ${page}`) break;
      const pressed = await press(studio, message, 'Next', studio.discord.world.people.ben);
      await pressed.answered;
      message = studio.discord.message(message.id) ?? message;
    }
    expect(seen.length).toBeGreaterThan(2);
    for (const name of names) {
      expect(seen.filter((text) => text.includes(`${name}\``))).toHaveLength(1);
    }
    expect(seen.join('\n')).toMatch(/^-# \d+ more problems/m);
    const back = await press(studio, message, 'Back', studio.discord.world.people.ben);
    await back.answered;
    const shown = studio.discord.message(message.id);
    expect(shown && textOf(shown)).toContain(`Page ${seen.length - 1} of`);
  });
});

describe('who operates the bot', () => {
  const team =
    (more: object): Ownership =>
    ({ people: { cleo } }) => ({
      owner: { id: '1', username: 'team' },
      team: {
        name: 'The Painters',
        members: [{ membership_state: 2, user: { id: cleo.id }, ...more }],
      },
    });
  const write = (folder: string) => {
    writeWorkflow(folder, 'ink');
  };

  it('is its owner alone, whoever manages the server', async () => {
    const studio = await open(write, {
      ownership: ({ people: { ada } }) => ({ owner: { id: ada.id, username: 'ada' } }),
    });
    const { ada, ben } = studio.discord.world.people;
    expect(await quietAnswer(await list(studio, ada))).toContain('`/ink`');
    expect(await quietAnswer(await list(studio, ben))).toContain(REFUSED);
  });

  it.each([
    [{ role: 'admin' }, true],
    [{ role: 'developer' }, true],
    [{}, true],
    [{ role: 'read_only' }, false],
    [{ membership_state: 1 }, false],
    [{ user: 'nobody' }, false],
  ])('may be a team: a member with %j', async (more, may) => {
    const studio = await open(write, { ownership: team(more) });
    const { cleo } = studio.discord.world.people;
    const answer = await quietAnswer(await list(studio, cleo));
    expect(answer).toContain(may ? '`/ink`' : REFUSED);
  });

  it('is unknown where Discord does not say', async () => {
    const studio = await open(write, { ownership: () => ({}) });
    expect(await quietAnswer(await list(studio))).toContain(REFUSED);
  });

  it('also decides who turns the page, and sees the command in /help', async () => {
    const studio = await open(write);
    const { ada, ben } = studio.discord.world.people;
    const message = await listed(studio);
    const customId = `v2:workflow-page:person:${ada.id}:0`;
    const forged = await studio.discord.click({ by: ada, message, customId, raw: true });
    expect(await quietAnswer(forged)).toContain(REFUSED);
    const help = async (by: Person) =>
      textOf(
        await answerOf(
          await press(studio, await answerOf(await use(studio, 'help', { by })), 'Commands', by),
        ),
      );
    expect(await help(ben)).toContain('/workflow');
    expect(await help(ada)).not.toContain('/workflow');
  });
});
