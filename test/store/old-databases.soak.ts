import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { type ErrorCode, explain } from '../../src/errors/errors.ts';
import type { JobState } from '../../src/jobs/job.ts';
import { say } from '../../src/say/say.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { smallPng } from '../support/imagine.ts';
import { openStudio } from '../support/open-studio.ts';
import { asked, choose, panel, turned, use } from '../commands/panels.ts';
import { press } from '../commands/result-scene.ts';
import { quietAnswer, textOf } from '../commands/scene.ts';
import { OLD_VERSIONS, putOldDatabase } from './old-database.ts';
import { result } from '../../src/say/en/result.ts';

type End = readonly [state: JobState, says?: RegExp | ErrorCode];

const MADE: End = ['completed', new RegExp(`${result.took('.*')}${result.for('<@')}`)];

/** How each job of an old database ends, by its id, and what its message says. Without words: as it did then. */
const ENDS: Readonly<Record<string, End>> = {
  textdone: ['completed'],
  facedone: ['completed'],
  imagedone: ['completed'],
  erasedone: ['completed'],
  hiddendone: ['completed'],
  // Its source was reported.
  imagehidden: ['completed'],
  textfailed: ['failed'],
  // The poster's hour to answer ended while no bot was running.
  imagesilent: ['expired', 'poster_silent'],
  // It was for one person's eyes, and the token by which they could be shown anything is dead.
  faceasking: ['cancelled'],
  // Discord has these photos no more.
  faceaccepted: ['failed', 'photo_gone'],
  facepreparing: ['failed', 'photo_gone'],
  imageasking: ['failed', 'photo_gone'],
  imageagreed: ['failed', 'photo_gone'],
  // Its source is a picture of the bot's own, which is still here.
  imageaccepted: MADE,
  textaccepted: MADE,
  textready: ['completed', /`16:9 · steps 15 · cfg 5.5 · dpmpp_2m · karras`/],
  faceready: ['completed', /face 0.8`/],
  imageready: ['completed', new RegExp(result.from.vary('.*'))],
  textcovered: ['completed', /dpmpp_2m/],
  // Only its requester reads it, in their own language, so it does not say whose it is.
  textprivate: ['completed', new RegExp(say('de').result.tookOnGpu('.*', '\\d+ s'))],
  textretryat: MADE,
  textsubmitting: MADE,
  facesubmitting: MADE,
  textdoubted: ['failed', 'submission_lost'],
  // What RunPod knows no more is made again, but for what needs a photo that is gone.
  textqueued: MADE,
  facequeued: ['failed', 'photo_needed_again'],
  textrunning: ['completed', /denoise 0.9`/],
  facerunning: ['failed', 'photo_needed_again'],
  textcompleted: ['completed', new RegExp(result.tookOnGpu('.*', '8 s'))],
  facecompleted: ['completed', /face 1.25`/],
  textcancelled: ['cancelled', /Cancelled by <@/],
  textbroken: ['failed', 'key_refused'],
  textexpired: ['expired', 'took_too_long'],
  textagain: MADE,
};

interface Row {
  readonly id: string;
  readonly state: string;
  readonly recipe: string;
  readonly isShown: number;
  readonly remoteOpen: number;
  readonly errorCode: string | null;
}

function rowsOf(path: string): readonly Row[] {
  const sqlite = new SQLite(path, { readonly: true });
  const rows = sqlite
    .prepare<[], Row>(
      `SELECT id, state, recipe, shown_revision >= revision OR undeliverable_at IS NOT NULL AS isShown, remote_open AS remoteOpen,
         error_code AS errorCode FROM jobs`,
    )
    .all();
  sqlite.close();
  return rows;
}

/** Counts the stored pieces of prepared pictures. */
function keptPieces(path: string): number {
  const sqlite = new SQLite(path, { readonly: true });
  const count = sqlite.prepare<[], number>('SELECT count(*) FROM picture_pieces').pluck().get();
  sqlite.close();
  return count ?? 0;
}

describe.each(OLD_VERSIONS)('the database that %s left', (version) => {
  it('is brought to its end by the bot of today, job by job, and every message shows it', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    putOldDatabase(studio, version, await smallPng());
    await studio.startBot();
    const { channels, people } = studio.discord.world;
    const direct = studio.discord.world.directChannel(people.cleo);
    const messages = () =>
      [channels.general, channels.restricted, direct].flatMap((channel) =>
        studio.discord.messages(channel),
      );
    const shows = (id: string) => (message: Pick<Message, 'content' | 'embeds'>) =>
      textOf(message).endsWith(`\njob ${id}`);
    const rows = () => rowsOf(studio.databasePath);
    if (rows().some(({ id }) => id === 'imageasking')) {
      const question = await studio.discord.waitFor(shows('imageasking'));
      await press(studio, question, say().posterConsent.wording, people.ben);
    }
    const isOver = ({ state }: Row) =>
      ['completed', 'failed', 'cancelled', 'expired'].includes(state);
    const open = () => rows().filter((row) => !isOver(row) || row.remoteOpen === 1);
    const ids = (those: readonly Row[]) => those.map(({ id }) => id);
    await expect.poll(() => ids(open())).toEqual([]);

    /** Its text, and how many pictures it shows. */
    const messageOf = (id: string): readonly [string, number] => {
      const own = messages().find(shows(id));
      return own ? [textOf(own), own.files.length] : ['', 0];
    };
    for (const { id, state, recipe } of rows()) {
      const [end, says] = ENDS[id] ?? [];
      const [ofName = 'text'] = /^(face|image)/.exec(id) ?? [];
      expect([id, state, recipe]).toEqual([id, end, ofName]);
      const job = await studio.bot.log.jobs.find(id);
      const isHidden = id === 'hiddendone' || id === 'imagehidden';
      expect([id, job?.visibility]).toEqual([id, isHidden ? 'hidden' : 'shown']);
      if (says === undefined) continue;
      if (typeof says === 'string') expect(job?.errorCode).toBe(says);
      const wanted =
        typeof says === 'string'
          ? explain({ code: says, facts: job?.errorFacts ?? {} }, say()).what
          : says;
      await expect.poll(() => messageOf(id)[0]).toMatch(wanted);
      // Nobody sees the prompt of a question that its poster never answered.
      const prompt = `> a lighthouse at dawn, ${id}`;
      expect([id, messageOf(id)[0].includes(prompt)]).toEqual([id, says !== 'poster_silent']);
      expect([id, messageOf(id)[1]]).toEqual([id, state === 'completed' ? 1 : 0]);
      const own = messages().find(shows(id));
      expect([id, own?.channel_id === direct.id]).toEqual([id, id === 'textprivate']);
      const isCovered = own?.files.some(({ filename }) => filename.startsWith('SPOILER_'));
      expect([id, isCovered]).toEqual([id, id === 'textcovered']);
    }
    await expect.poll(() => ids(rows().filter(({ isShown }) => isShown === 0))).toEqual([]);
    await expect.poll(() => keptPieces(studio.databasePath)).toBe(0);
    // Moderators are told of the report, and of what was erased there is nothing.
    await expect
      .poll(() => messages().map(textOf).join())
      .toContain('report report01 · job hiddendone');
    expect(messages().map(textOf).join()).not.toContain('erasedone');
    expect(await studio.bot.log.jobs.find('erasedone')).toMatchObject({
      erasedAt: expect.any(Number) as number,
      wanted: { prompt: '(erased)' },
    });
    expect(
      studio.logged.find(
        (line) => line.includes('"msg":"resumed"') && line.includes('unreadable":0'),
      ),
    ).toBeDefined();
  });
});

it('the settings, presets and spoiler rule that 6980dc40 left apply and are shown', async () => {
  const studio = await openStudio();
  await studio.stopBot();
  putOldDatabase(studio, '6980dc40', await smallPng());
  await studio.startBot();
  const { ben, cleo } = studio.discord.world.people;
  const { settings, presets } = say();

  const message = await panel(studio, 'settings');
  const chosen = [settings.notify.off, settings.private.off, settings.spoiler.on];
  for (const line of [...chosen, settings.defaults(['`/imagine`'])]) {
    expect(textOf(message)).toContain(line);
  }
  await choose(studio, message, 'defaults', ['imagine']);
  const defaults = textOf(await turned(studio, message, settings.ofCommand('imagine')));
  expect(defaults).toContain(settings.option('`steps`', '33'));
  expect(defaults).toContain(settings.option('`cfg`', '5.5'));
  const others = textOf(await panel(studio, 'settings', { by: cleo }));
  for (const line of [settings.notify.on, settings.private.on, settings.spoiler.off]) {
    expect(others).toContain(line);
  }

  const list = await quietAnswer(await use(studio, 'preset', { subcommand: 'list' }));
  expect(list).toContain('• **Dawn** · a photo of … at dawn · negative\\_prompt red');
  expect(list).toContain(`__${presets.ofServer}__\n• **house** · sampler dpmpp\\_2m`);

  const options = { prompt: 'a door', preset: 'dawn' };
  const own = await asked(studio, 'imagine', { options });
  expect(own).toMatchObject({ private: false, covered: true });
  expect(own.wanted).toMatchObject({
    prompt: 'a photo of, a door, at dawn',
    negativePrompt: 'red',
    params: { steps: 33, cfg: 5.5 },
  });
  const house = { prompt: 'a door', preset: 'house' };
  const another = await asked(studio, 'imagine', { by: cleo, options: house });
  expect(another).toMatchObject({ private: true });
  expect(another.wanted.params).toMatchObject({ sampler: 'dpmpp_2m', steps: 20 });
  // Ben has no settings: this is the spoiler rule of the server.
  const ruled = await asked(studio, 'imagine', { by: ben, options: { prompt: 'a door' } });
  expect(ruled).toMatchObject({ private: false, covered: true });
});

it('stay, one for each version that may be brought up to date', () => {
  expect(OLD_VERSIONS).toEqual(['6980dc40', 'd412dd5', 'd4aa8ed']);
});
