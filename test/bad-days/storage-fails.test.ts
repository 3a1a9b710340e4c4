import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../packages/stand-ins/free-port.ts';
import type { Job } from '../../src/jobs/job.ts';
import { en } from '../../src/say/en/en.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { imagine, openStudio, shown } from '../support/imagine.ts';
import type { Studio } from '../support/studio.ts';

const output = { images: [{ data: base64(PNG) }] };

/** What takes the folder of pictures away, and what gives it back. */
const LOSSES: readonly (readonly [string, (folder: string) => void, (folder: string) => void])[] = [
  [
    'gone',
    (folder) => {
      rmSync(folder, { recursive: true });
    },
    (folder) => {
      mkdirSync(folder);
    },
  ],
  [
    'a file',
    (folder) => {
      renameSync(folder, `${folder}.old`);
      writeFileSync(folder, 'mine');
    },
    (folder) => {
      rmSync(folder);
      renameSync(`${folder}.old`, folder);
    },
  ],
];

async function readiness(port: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  return { status: answer.status, body: await answer.json() };
}

const jobs = async ({ bot }: Studio, ids: readonly string[]): Promise<readonly Job[]> => {
  const found = await Promise.all(ids.map((id) => bot.log.jobs.find(id)));
  return found.flatMap((job) => job ?? []);
};

describe.each(LOSSES)('a folder of pictures that is %s', (_, lose, giveBack) => {
  it('costs no result: six wait at RunPod, nothing more is sent or taken, and all come afterwards', async () => {
    const port = await freePort();
    const studio = await openStudio({ runpod: { workers: 6 }, env: { METRICS_PORT: port } });
    const { discord, runpod, bot } = studio;
    const folder = `${studio.databasePath}.files`;
    const ids: string[] = [];
    bot.log.events.on('changed', ({ id }, from) => {
      if (from === null) ids.push(id);
    });
    runpod.hold();
    for (let count = 0; count < 7; count += 1) runpod.script({ output });
    for (let count = 0; count < 6; count += 1) await imagine(studio, { prompt: `a hill ${count}` });
    const isWorking = ({ status }: { status: string }) => status === 'IN_PROGRESS';
    await expect.poll(() => runpod.jobs.filter(isWorking).length).toBe(6);
    // RunPod does not take the seventh, so that it waits here.
    runpod.http.fault({ path: /run$/, times: 1, answer: { status: 429 } });
    await imagine(studio, { prompt: 'the seventh' });
    await expect.poll(async () => (await jobs(studio, ids)).at(-1)?.retryAt).toBeDefined();

    lose(folder);
    runpod.release();
    const parts = { database: 'ready', pictures: 'missing', gateway: 'ready', runpod_key: 'ready' };
    await expect
      .poll(() => readiness(port))
      .toMatchObject({ status: 503, body: { ready: false, stopping: false, parts } });
    await expect
      .poll(() => runpod.jobs.filter(({ status }) => status === 'COMPLETED').length)
      .toBe(6);
    const refused = await (await imagine(studio, { prompt: 'the eighth' })).answered;
    expect(refused.message?.content).toContain(en.errors.storage_unwell.what);
    expect((refused.message?.flags ?? 0) & MessageFlags.Ephemeral).toBe(MessageFlags.Ephemeral);
    const messages = () =>
      discord.messages(discord.world.channels.general, discord.world.people.cleo);
    const says = (words: string) =>
      messages().filter(({ embeds }) => embeds[0]?.description?.includes(words) === true).length;
    await expect.poll(() => says(en.progress.unstored)).toBe(6);
    await expect.poll(() => says(en.progress.storageFails)).toBe(1);
    // It may be sent again by now, but for the storage.
    await expect.poll(async () => (await jobs(studio, ids)).at(-1)?.retryAt).toBeUndefined();
    const states = (await jobs(studio, ids)).map(({ state }) => state);
    expect(states).toEqual([...Array<string>(6).fill('running'), 'ready']);
    expect([runpod.submissions(), ids.length]).toEqual([6, 7]);

    giveBack(folder);
    await expect.poll(() => messages().filter(shown).length).toBe(7);
    const ended = await jobs(studio, ids);
    expect(ended.map(({ state, attempt }) => [state, attempt])).toEqual(
      Array(7).fill(['completed', 1]),
    );
    const files = readdirSync(folder).filter((name) => name !== '.probe');
    expect([runpod.submissions(), files.length]).toEqual([7, 7]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await expect.poll(() => readiness(port)).toMatchObject({ status: 200 });
    const errors = studio.logged.filter((line) => line.includes('"level":50'));
    expect(errors).toEqual([expect.stringContaining('Pictures cannot be stored')]);
    expect(studio.logged.filter((line) => line.includes('can be stored again'))).toHaveLength(1);
  });
});
