import { describe, expect, it } from 'vitest';
import { recipesOf } from '../../../src/recipes/recipe.ts';
import { builtInRecipes } from '../../../src/recipes/built-in.ts';
import { requestOf } from '../../../src/recipes/stored-request.ts';
import { JobLog } from '../../../src/jobs/job-log.ts';
import type { Job } from '../../../src/jobs/job.ts';
import { NO_LIMITS } from '../../../src/jobs/sql/limits.ts';
import type { NewJob } from '../../../src/jobs/sql/new-job.ts';
import type { JobsTable } from '../../../src/store/tables.ts';
import { collage } from '../../support/collage.ts';
import { facePicture, keptPicture, preparedFace } from '../../support/face-picture.ts';
import { BY_BUTTON, LogBench } from '../../support/log-bench.ts';
import {
  sampleFaceRequest,
  sampleRequest,
} from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const file = { url: 'https://cdn.test/a.png', size: 3 };

/** Somebody with a friend, and a mask. */
const SEVERAL: Partial<NewJob> = {
  request: requestOf(collage, { prompt: 'two friends' }),
  pictures: [
    { option: 'portrait', person: true, attachment: file },
    { option: 'mask', person: false, attachment: { ...file, size: 4 } },
    { option: 'friend', person: true, attachment: { ...file, size: 5 } },
  ],
};

const PREPARED = [
  preparedFace(Buffer.from('me'), { option: 'portrait' }),
  preparedFace(Buffer.from('a mask'), { option: 'mask', person: false, format: 'png' }),
  preparedFace(Buffer.from('my friend'), { option: 'friend' }),
];

/** A log that knows a recipe of several pictures. */
function scene() {
  const bench = new LogBench();
  const recipes = recipesOf([...builtInRecipes.values(), collage]);
  bench.log = new JobLog(bench.store, bench.clock, NO_LIMITS, String, recipes);
  return bench;
}

/** A job as its row reads with something else in it. */
async function rewritten(
  bench: LogBench,
  { id }: Job,
  columns: Partial<Pick<JobsTable, 'inputs' | 'attachment' | 'recipe'>>,
): Promise<Job> {
  await bench.db.updateTable('jobs').set(columns).where('id', '=', id).execute();
  return bench.find({ id });
}

describe('the pictures of a job', () => {
  it('are in its row, each with the option that it is for', async () => {
    const bench = scene();
    const { attachments, wanted } = await bench.create(SEVERAL);
    expect(attachments.map(({ option, size }) => [option, size])).toEqual([
      ['portrait', 3],
      ['mask', 4],
      ['friend', 5],
    ]);
    expect(wanted).toMatchObject({ picture: true, person: true });
  });

  it('show nobody where none of them does, and are none where none was sent', async () => {
    const bench = scene();
    const [, mask] = SEVERAL.pictures ?? [];
    const masked = await bench.create({ ...SEVERAL, pictures: mask ? [mask] : [] });
    expect(masked.wanted).toMatchObject({ picture: true, person: false });
    const alone = await bench.create({ ...SEVERAL, pictures: [] });
    expect(alone.wanted).toMatchObject({ inputs: [], picture: false, person: false });
  });

  it('are kept together once they are prepared, and come apart again', async () => {
    const bench = scene();
    const { id } = await bench.jobIn('preparing', SEVERAL);
    const job = await bench.log.keepPictures(id, PREPARED);
    expect(job).toMatchObject({ state: 'ready', attachments: [] });
    expect(job?.wanted.inputs).toEqual([
      { option: 'portrait', person: true, format: 'jpeg', bytes: 2 },
      { option: 'mask', person: false, format: 'png', bytes: 6 },
      { option: 'friend', person: true, format: 'jpeg', bytes: 9 },
    ]);
    expect(job && (await bench.log.jobs.preparedPictures(job))).toEqual(
      PREPARED.map(({ option, format, bytes }) => ({ option, format, bytes })),
    );
  });

  it('are named by their hashes in the consent, but for those that show nobody', async () => {
    const bench = scene();
    const asked = bench.request({ ...SEVERAL, state: 'accepted' });
    await bench.log.create(asked, BY_BUTTON);
    await bench.log.move(asked.id, 'preparing', 'test');
    await bench.log.keepPictures(asked.id, PREPARED);
    const [me, , friend] = PREPARED;
    const consents = await bench.db.selectFrom('consents').select('pictureSha256').execute();
    expect(consents).toEqual([{ pictureSha256: `${me?.sha256} ${friend?.sha256}` }]);
  });

  it('are known to have shown somebody when they are long gone', async () => {
    const bench = scene();
    const { id } = await bench.jobIn('preparing', SEVERAL);
    await bench.log.keepPictures(id, PREPARED);
    await bench.move(await bench.find({ id }), 'submitting');
    await bench.move(await bench.find({ id }), 'queued');
    const over = await bench.move(await bench.find({ id }), 'completed');
    expect(over.wanted).toMatchObject({ picture: true, person: true });
    expect(await bench.log.jobs.preparedPictures(over)).toBeUndefined();
  });
});

describe('a row that was written before pictures were named', () => {
  it('has the one that its recipe takes', async () => {
    const bench = scene();
    const job = await bench.create({ request: sampleFaceRequest(), pictures: [facePicture()] });
    const old = await rewritten(bench, job, { inputs: null, attachment: JSON.stringify(file) });
    expect(old.attachments).toEqual([{ option: 'face', ...file }]);
    expect(old.wanted.inputs).toEqual([{ option: 'face', person: true, format: 'jpeg' }]);
    expect(old.wanted).toMatchObject({ picture: true, person: true });
  });

  it('has none where its recipe takes none', async () => {
    const bench = scene();
    const job = await bench.create({ request: sampleRequest() });
    const old = await rewritten(bench, job, { inputs: null });
    expect(old.wanted).toMatchObject({ inputs: [], picture: false, person: false });
  });

  it('still has the photo that was prepared then', async () => {
    const bench = scene();
    const job = await bench.jobIn('preparing', {
      request: sampleFaceRequest(),
      pictures: [facePicture()],
    });
    const face = Buffer.from('a face of then');
    await bench.log.keepPictures(job.id, [preparedFace(face)]);
    await rewritten(bench, job, { inputs: null });
    expect(await keptPicture(bench.log, job.id)).toEqual(face);
  });
});

describe('a row whose pictures cannot be read', () => {
  it.each(['{}', '[{"option":7}]', 'no JSON'])(
    'is one that nobody goes on with: %s',
    async (inputs) => {
      const bench = scene();
      const job = await bench.create(SEVERAL);
      await expect(rewritten(bench, job, { inputs })).rejects.toThrow('cannot be read: inputs');
      const ended = await bench.log.setAside(job.id);
      expect(ended).toMatchObject({ state: 'failed', errorCode: 'other_version' });
      expect(ended?.wanted).toMatchObject({ picture: true, person: true, prompt: 'two friends' });
    },
  );

  it('is taken for one with somebody in it, once its job is over', async () => {
    const bench = scene();
    const job = await bench.jobIn('completed', { request: sampleRequest() });
    const over = await rewritten(bench, job, { inputs: 'no JSON' });
    expect(over.wanted).toMatchObject({ readable: true, inputs: [], picture: true, person: true });
  });
});

describe('a row of a recipe that is gone', () => {
  it.each([
    ['says what it says of its pictures', '[]', false],
    ['is taken for one with somebody in it where it says nothing', null, true],
  ])('%s', async (_, inputs, person) => {
    const bench = scene();
    const job = await bench.jobIn('completed', { request: sampleRequest() });
    const over = await rewritten(bench, job, { recipe: 'gone', inputs });
    expect(over.wanted).toMatchObject({ readable: false, picture: person, person });
  });
});
