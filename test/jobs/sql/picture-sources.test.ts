import { describe, expect, it } from 'vitest';
import { image } from '../../../src/recipes/image.ts';
import { requestOf } from '../../../src/recipes/stored-request.ts';
import type { Job } from '../../../src/jobs/job.ts';
import { type MadePicture, type NewJob, PressedBefore } from '../../../src/jobs/sql/new-job.ts';
import { LogBench } from '../../support/log-bench.ts';
import { peopleParts } from '../../support/people-parts.ts';

const PICTURES = [{ file: 'a-1.png', format: 'png' }] as const;
const params = { ...image.request.parse({ prompt: 'a fox' }), seed: 7 };

/** A picture of that job, as it goes into another one. */
function pictureOf({ id }: Job, person = false): MadePicture {
  return { option: 'image', person, source: { job: id, picture: 0 } };
}

/** A job that is made from a picture of that one. */
function from(job: Job, parts: Partial<NewJob> = {}): Partial<NewJob> {
  return { request: requestOf(image, params), pictures: [pictureOf(job)], ...parts };
}

function done(bench: LogBench, parts: Partial<NewJob> = {}): Promise<Job> {
  return bench.jobIn('completed', parts, { pictures: PICTURES });
}

async function sources({ db }: LogBench): Promise<string[]> {
  const rows = await db.selectFrom('pictureSources').selectAll().execute();
  return rows.map(({ jobId, sourceId }) => `${jobId} < ${sourceId}`);
}

describe('a job that is made from a picture of the bot', () => {
  it('says in its row from which one, and has nothing to fetch from Discord', async () => {
    const bench = new LogBench();
    const made = await bench.create(from(await done(bench)));
    expect(made.wanted.inputs).toEqual([
      { option: 'image', person: false, source: { job: 'job1', picture: 0 } },
    ]);
    expect(made).toMatchObject({ attachments: [], wanted: { picture: true, person: false } });
    expect(await sources(bench)).toEqual(['job2 < job1']);
  });

  it.each(['hidden', 'removed'])('is not made from one that was %s', async (visibility) => {
    const bench = new LogBench();
    const source = await done(bench);
    await bench.db.updateTable('jobs').set({ visibility }).execute();
    await expect(bench.create(from(source))).rejects.toMatchObject({ code: 'source_withheld' });
    expect(await sources(bench)).toEqual([]);
    expect(await bench.log.jobs.find('job2')).toBeUndefined();
  });

  it('is not made from one that was erased, is not done, or is not there any more', async () => {
    const bench = new LogBench();
    const erased = await done(bench);
    await bench.db.updateTable('jobs').set({ erasedAt: 1 }).execute();
    const running = await bench.jobIn('running');
    for (const source of [erased, running]) {
      await expect(bench.create(from(source))).rejects.toMatchObject({ code: 'source_withheld' });
    }
    const nowhere = bench.create(from({ ...erased, id: 'nowhere' }));
    await expect(nowhere).rejects.toMatchObject({ code: 'source_gone' });
  });

  it('is not made from another member private one', async () => {
    const bench = new LogBench();
    const source = await done(bench, { private: 'server' });
    const byAnother = bench.create(from(source, { userId: '400000000000000002' }));
    await expect(byAnother).rejects.toMatchObject({ code: 'source_withheld' });
    await bench.create(from(source, { private: 'server' }));
  });

  it('stays where age-restricted pictures may be shown', async () => {
    const bench = new LogBench();
    const source = await done(bench, { ageRestricted: true });
    await expect(bench.create(from(source))).rejects.toMatchObject({
      code: 'source_age_restricted',
    });
    await bench.create(from(source, { ageRestricted: true }));
  });

  it('is joined to what its source was made from, once that is gone', async () => {
    const bench = new LogBench();
    const first = await done(bench);
    const second = await done(bench, { ...from(first), state: 'ready' });
    await bench.create(from(second));
    await bench.db.deleteFrom('jobs').where('id', '=', second.id).execute();
    expect(await sources(bench)).toEqual(['job3 < job1']);
    await bench.db.deleteFrom('jobs').where('id', '=', first.id).execute();
    expect(await sources(bench)).toEqual([]);
  });
});

describe('a press under a picture', () => {
  const press = (job: Job, parts: { step?: string; picture?: number } = {}) => ({
    origin: {
      job: job.id,
      step: 'again',
      picture: undefined,
      message: { guildId: '2', channelId: '3', messageId: '6' },
      ...parts,
    },
  });

  it('is on record with the job that it asked for', async () => {
    const bench = new LogBench();
    const source = await done(bench);
    const { origin } = press(source, { step: 'vary', picture: 2 });
    expect((await bench.create({ origin })).origin).toEqual(origin);
    await bench.reopen();
    expect((await bench.find({ id: 'job2' })).origin).toEqual(origin);
    expect((await bench.find(source)).origin).toBeUndefined();
  });

  it('goes from the record with the job that it asked for', async () => {
    const bench = new LogBench();
    const made = await done(bench, press(await done(bench)));
    await peopleParts(bench).erasure.eraseJob(made);
    expect((await bench.find(made)).origin).toBeUndefined();
  });

  it('is told of to nobody where what came of it is private, but for under what is private itself', async () => {
    const bench = new LogBench();
    const source = await done(bench);
    const open = await done(bench, press(source));
    const direct = await done(bench, { ...press(open), private: 'direct' });
    await done(bench, { ...press(source, { step: 'vary' }), private: 'direct' });
    const further = await done(bench, { ...press(direct), private: 'direct' });
    const madeFrom = async (job: Job) =>
      (await bench.log.jobs.madeFrom(job, 10)).map(({ id }) => id);
    expect(await madeFrom(source)).toEqual([open.id]);
    expect(await madeFrom(direct)).toEqual([further.id]);
  });

  it('is one where the same person makes it twice within three seconds', async () => {
    const bench = new LogBench();
    const source = await done(bench);
    const { id, revision } = await bench.create(press(source));
    await bench.log.note.shown(id, revision);
    await expect(bench.create(press(source))).rejects.toThrow(PressedBefore);
    await bench.create(press(source, { picture: 1 }));
    await bench.create(press(source, { step: 'vary' }));
    await bench.create({ ...press(source), userId: '400000000000000002' });
    await bench.clock.advance(3_000);
    await bench.create(press(source));
  });
});
