import { describe, expect, it } from 'vitest';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { requestOf } from '../../src/recipes/stored-request.ts';
import { PersonalData } from '../../src/privacy/personal-data.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import type { NewPicture } from '../../src/jobs/sql/new-job.ts';
import { PersonalRecords } from '../../src/privacy/sql/personal-records.ts';
import { collage } from '../support/collage.ts';
import { facePicture, preparedFace } from '../support/face-picture.ts';
import { LogBench, pausesOf } from '../support/log-bench.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';
import { slicing } from '../support/slicing.ts';

const request = requestOf(collage, { prompt: 'two friends' });
const portrait: NewPicture = { ...facePicture(), option: 'portrait' };
const friend: NewPicture = { ...facePicture(), option: 'friend' };
const mask: NewPicture = { ...facePicture(), option: 'mask', person: false };

/** People's own wishes, over a log that knows a recipe of several pictures. */
function scene() {
  const bench = new LogBench();
  const recipes = recipesOf([...builtInRecipes.values(), collage]);
  bench.log = new JobLog(bench.store, bench.clock, NO_LIMITS, String, recipes);
  return { bench, ...peopleParts(bench) };
}

/** A job whose pictures are prepared. */
async function prepared({ bench }: ReturnType<typeof scene>, sent: readonly NewPicture[]) {
  const { id } = await bench.jobIn('preparing', { request, pictures: sent });
  const pictures = sent.map(({ option, person }, n) =>
    preparedFace(Buffer.from(`picture ${n}`), { option, person }),
  );
  await bench.log.keepPictures(id, pictures);
  return bench.find({ id });
}

describe('consents that are withdrawn', () => {
  it('end whatever may show somebody, and nothing else', async () => {
    const people = scene();
    const { bench, erasure } = people;
    const sent = [[portrait, mask], [mask, friend], [mask], []];
    const jobs = await Promise.all(sent.map((pictures) => prepared(people, pictures)));
    await erasure.withdrawConsents(jobs[0]?.userId ?? '');
    const states = await Promise.all(jobs.map(async (job) => (await bench.find(job)).state));
    expect(states).toEqual(['cancelled', 'cancelled', 'ready', 'ready']);
  });

  it('are withdrawn although a row among the jobs cannot be read, which is then ended', async () => {
    const people = scene();
    const { bench, erasure } = people;
    const job = await prepared(people, [portrait]);
    await bench.db.updateTable('jobs').set({ inputs: '{' }).where('id', '=', job.id).execute();
    expect(await erasure.withdrawConsents(job.userId)).toEqual({ consents: 0, statements: 0 });
    const ended = await bench.log.setAside(job.id);
    expect(ended).toMatchObject({ state: 'failed', wanted: { person: true } });
    expect(await bench.log.jobs.preparedPictures(job)).toBeUndefined();
  });
});

describe('what is kept of somebody', () => {
  it('counts every picture that they sent and that lies here, and no more', async () => {
    const people = scene();
    const { bench } = people;
    await prepared(people, [portrait, mask]);
    const over = await prepared(people, [portrait]);
    await bench.move(over, 'cancelled');
    await bench.create({ pictures: [facePicture()] });
    const old = await prepared(people, [portrait]);
    await bench.db.updateTable('jobs').set({ inputs: null }).where('id', '=', old.id).execute();
    const data = new PersonalData(new PersonalRecords(bench.store, slicing()), pausesOf(bench));
    expect((await data.summaryOf(old.userId)).sent).toBe(3);
  });
});

describe('an erasure', () => {
  it('leaves nothing of the pictures that went in, and how many were to be made', async () => {
    const people = scene();
    const { bench, erasure } = people;
    const { id, userId } = await bench.create({ request, pictures: [portrait], count: 3 });
    await erasure.erase(userId, clearNothing);
    const columns = ['inputs', 'attachment', 'count'] as const;
    const row = bench.db.selectFrom('jobs').select(columns).where('id', '=', id);
    expect(await row.executeTakeFirst()).toEqual({
      inputs: null,
      attachment: null,
      count: 3,
    });
  });
});
