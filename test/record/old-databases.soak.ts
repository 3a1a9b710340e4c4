import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/errors/errors.ts';
import { explain } from '../../src/errors/explain.ts';
import type { JobState } from '../../src/jobs/job.ts';
import { say } from '../../src/say/say.ts';
import { smallPng } from '../support/imagine.ts';
import { openStudio } from '../support/open-studio.ts';
import { textOf } from '../commands/scene.ts';
import { OLD_VERSIONS, putOldDatabase } from './old-database.ts';
import { result } from '../../src/say/en/result.ts';

type End = readonly [state: JobState, says?: RegExp | ErrorCode];

const MADE: End = ['completed', new RegExp(`${result.took('.*')}${result.for('<@')}`)];

/** How each job of an old database ends, by its id, and what its message says. Without words: as it did then. */
const ENDS: Readonly<Record<string, End>> = {
  textdone: ['completed'],
  facedone: ['completed'],
  erasedone: ['completed'],
  hiddendone: ['completed'],
  textfailed: ['failed'],
  // It was for one person's eyes, and the token by which they could be shown anything is dead.
  faceasking: ['cancelled'],
  // Discord has these photos no more.
  faceaccepted: ['failed', 'photo_gone'],
  facepreparing: ['failed', 'photo_gone'],
  textaccepted: MADE,
  textready: ['completed', /`16:9 · 15 steps · cfg 5.5 · dpmpp_2m · karras`/],
  faceready: ['completed', /· face 0.8`/],
  textretryat: MADE,
  textsubmitting: MADE,
  facesubmitting: MADE,
  textdoubted: ['failed', 'submission_lost'],
  // What RunPod knows no more is made again, but for what needs a photo that is gone.
  textqueued: MADE,
  facequeued: ['failed', 'photo_needed_again'],
  textrunning: ['completed', /· denoise 0.9`/],
  facerunning: ['failed', 'photo_needed_again'],
  textcompleted: ['completed', new RegExp(result.tookOnGpu('.*', '8 s'))],
  facecompleted: ['completed', /· face 1.25`/],
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

describe.each(OLD_VERSIONS)('the database that %s left', (version) => {
  it('is brought to its end by the bot of today, job by job, and every message shows it', async () => {
    const studio = await openStudio();
    await studio.stopBot();
    putOldDatabase(studio, version, await smallPng());
    await studio.startBot();
    const rows = () => rowsOf(studio.databasePath);
    const isOver = ({ state }: Row) =>
      ['completed', 'failed', 'cancelled', 'expired'].includes(state);
    const open = () => rows().filter((row) => !isOver(row) || row.remoteOpen === 1);
    const ids = (those: readonly Row[]) => those.map(({ id }) => id);
    await expect.poll(() => ids(open())).toEqual([]);

    const { channels } = studio.discord.world;
    const messages = () =>
      [channels.general, channels.restricted].flatMap((channel) =>
        studio.discord.messages(channel),
      );
    /** Its text, and how many pictures it shows. */
    const messageOf = (id: string): readonly [string, number] => {
      const own = messages().find((message) => textOf(message).endsWith(`\njob ${id}`));
      return own ? [textOf(own), own.files.length] : ['', 0];
    };
    for (const { id, state, recipe } of rows()) {
      const [end, says] = ENDS[id] ?? [];
      const ofPerson = id.startsWith('face');
      expect([id, state, recipe]).toEqual([id, end, ofPerson ? 'face' : 'text']);
      if (says === undefined) continue;
      const job = await studio.bot.log.jobs.find(id);
      if (typeof says === 'string') expect(job?.errorCode).toBe(says);
      const wanted =
        typeof says === 'string'
          ? explain({ code: says, facts: job?.errorFacts ?? {} }, say()).what
          : says;
      await expect.poll(() => messageOf(id)[0]).toMatch(wanted);
      expect(messageOf(id)[0]).toContain(`> a lighthouse at dawn, ${id}`);
      expect([id, messageOf(id)[1]]).toEqual([id, state === 'completed' ? 1 : 0]);
    }
    await expect.poll(() => ids(rows().filter(({ isShown }) => isShown === 0))).toEqual([]);
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

it('stay, one for each version that may be brought up to date', () => {
  expect(OLD_VERSIONS).toEqual(['d412dd5', 'd4aa8ed']);
});
