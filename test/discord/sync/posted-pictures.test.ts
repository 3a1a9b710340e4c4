import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { REST } from 'discord.js';
import { pino } from 'pino';
import { Response } from 'undici';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/engines/clock.ts';
import {
  POSTED_ROOM,
  PostedPictures,
  type PostedPicturesOptions,
} from '../../../src/discord/sync/posted-pictures.ts';
import { RestCalls } from '../../../src/discord/rest/rest.ts';
import { FolderPictures } from '../../../src/images/folder-pictures.ts';
import { Semaphore } from '../../../src/engines/semaphore.ts';
import { PNG } from '../../comfy/pictures.ts';
import { LogBench } from '../../support/log-bench.ts';
import { peopleParts } from '../../support/people-parts.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** Finished jobs whose pictures lie with Discord only, and what fetches them from there. */
async function open(
  count: number,
  makeRequest: () => Promise<Response>,
  fetchPicture: PostedPicturesOptions['fetchPicture'],
) {
  const bench = new LogBench();
  const jobs = [];
  for (let id = 1; id <= count; id += 1) {
    const job = await bench.jobIn('completed');
    await bench.log.note.message(job, String(id));
    jobs.push(job);
  }
  await bench.db.updateTable('jobs').set({ visibility: 'hidden' }).execute();
  const halt = new AbortController();
  const room = new Semaphore(POSTED_ROOM);
  const folder = tempFolder();
  const rest = new REST({ makeRequest });
  const pictures = new PostedPictures({
    calls: new RestCalls(
      { bot: rest, token: rest },
      { botToken: 'x', clock: systemClock, halt: halt.signal },
    ),
    log: bench.log,
    reports: peopleParts(bench).reports,
    pictures: new FolderPictures(folder),
    clock: systemClock,
    logger: pino({ level: 'silent' }),
    halt: halt.signal,
    fetchPicture,
    room,
  });
  return { bench, jobs, halt, room, folder, pictures };
}

/** A message that shows so many pictures. */
const showing = (count: number) => () => {
  const files = Array.from({ length: count }, (_, at) => ({
    id: String(at),
    url: `https://x/${at}`,
    size: 9,
  }));
  return Promise.resolve(Response.json({ embeds: [], attachments: files }));
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}

describe('what is reported together', () => {
  it('is fetched for four jobs at a time, and all of it', async () => {
    const underWay: (() => void)[] = [];
    let most = 0;
    const { bench, jobs, pictures, room } = await open(7, showing(1), async () => {
      await new Promise<void>((resolve) => {
        most = Math.max(most, underWay.push(resolve));
      });
      return PNG;
    });
    const kept = jobs.map(({ id }) => pictures.keep(id));
    await until(() => underWay.length === 4 && room.waiting === 3);
    for (let left = jobs.length; left > 0; left -= 1) {
      await until(() => underWay.length === Math.min(4, left));
      underWay.shift()?.();
    }
    await Promise.all(kept);
    expect(most).toBe(4);
    for (const { id } of jobs) expect((await bench.log.jobs.find(id))?.pictures).toHaveLength(1);
    expect([room.weightTaken, room.waiting]).toEqual([0, 0]);
  });

  it('is fetched once for a job that is reported twice', async () => {
    let asked = 0;
    const { jobs, pictures } = await open(1, showing(1), () => {
      asked += 1;
      return Promise.resolve(PNG);
    });
    const id = jobs[0]?.id ?? '';
    await Promise.all([pictures.keep(id), pictures.keep(id)]);
    expect(asked).toBe(1);
  });

  it('waits no longer than the bot runs', async () => {
    const { jobs, halt, pictures, room } = await open(
      6,
      () => new Promise(() => undefined),
      () => Promise.resolve(PNG),
    );
    for (const { id } of jobs) void pictures.keep(id);
    await until(() => room.waiting === 2);
    halt.abort(new Error('over'));
    await pictures.stop();
    expect([room.weightTaken, room.waiting]).toEqual([0, 0]);
  });
});

describe('a picture is fetched up to', () => {
  it.each([
    ['10 MiB', undefined, 10_485_760],
    ['what its server takes', 20_000_000, 20_000_000],
    ['what is posted', 104_857_600, 25_165_824],
  ])('%s', async (_, attachmentSizeLimit, most) => {
    const limits: number[] = [];
    const { bench, jobs, pictures } = await open(1, showing(1), (_file, { largestBytes }) => {
      limits.push(largestBytes);
      return Promise.resolve(PNG);
    });
    await bench.db
      .updateTable('jobs')
      .set({ attachmentSizeLimit: attachmentSizeLimit ?? null })
      .execute();
    await pictures.keep(jobs[0]?.id ?? '');
    expect(limits).toEqual([most]);
  });
});

describe('several pictures of one message', () => {
  it.each([
    ['an embed without a picture', { embeds: [{ image: null }, {}] }],
    [
      'a picture without an address',
      { embeds: [{ image: { width: 5 } }, { image: { url: null } }] },
    ],
  ])('are fetched as files beside %s', async (_, { embeds }) => {
    const attachments = [{ id: '1', url: 'https://x/0', size: 9 }];
    const { bench, jobs, pictures } = await open(
      1,
      () => Promise.resolve(Response.json({ embeds, attachments })),
      () => Promise.resolve(PNG),
    );
    const id = jobs[0]?.id ?? '';
    await pictures.keep(id);
    expect((await bench.log.jobs.find(id))?.pictures).toHaveLength(1);
  });

  it('are fetched each when the one before is on disk', async () => {
    const before: boolean[] = [];
    const { bench, jobs, pictures, folder } = await open(1, showing(3), () => {
      const at = before.length;
      before.push(at === 0 || existsSync(join(folder, `${jobs[0]?.id ?? ''}-${at}.png`)));
      return Promise.resolve(PNG);
    });
    const id = jobs[0]?.id ?? '';
    await pictures.keep(id);
    expect(before).toEqual([true, true, true]);
    expect((await bench.log.jobs.find(id))?.pictures).toHaveLength(3);
  });

  it('are kept together or not at all', async () => {
    let asked = 0;
    const { bench, jobs, pictures, folder } = await open(1, showing(2), () => {
      asked += 1;
      return asked === 1 ? Promise.resolve(PNG) : Promise.reject(new Error('gone'));
    });
    const id = jobs[0]?.id ?? '';
    await pictures.keep(id);
    expect((await bench.log.jobs.find(id))?.pictures).toEqual([]);
    expect(existsSync(join(folder, `${id}-1.png`))).toBe(false);
  });
});

describe('a picture that is gone on from', () => {
  /** What comes of reading it, where Discord answers so when it is asked for the message. */
  async function readWhere(makeRequest: () => Promise<Response>) {
    const { jobs, bench, pictures } = await open(1, makeRequest, () => Promise.resolve(PNG));
    const job = await bench.find(jobs[0] ?? { id: '' });
    return pictures.read(job, 0, new AbortController().signal);
  }

  it.each([
    [404, 10_008],
    [403, 50_001],
  ])('is gone where Discord answers %i with %i', async (status, code) => {
    const answer = { code, message: 'no' };
    const read = readWhere(() => Promise.resolve(Response.json(answer, { status })));
    expect(await read).toBeUndefined();
  });

  it('is out of reach for now where Discord does not answer, and no fault of the bot', async () => {
    const read = readWhere(() => Promise.reject(new Error('no route')));
    await expect(read).rejects.toMatchObject({ code: 'photo_unreachable', sort: 'passing' });
  });
});
