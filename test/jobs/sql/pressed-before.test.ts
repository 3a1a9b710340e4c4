import { describe, expect, it } from 'vitest';
import { image } from '../../../src/recipes/image.ts';
import { upscale } from '../../../src/recipes/upscale.ts';
import { requestOf } from '../../../src/recipes/stored-request.ts';
import { JobLog } from '../../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../../src/jobs/sql/limits.ts';
import { PressedBefore } from '../../../src/jobs/sql/new-job.ts';
import { LogBench, pseudonym } from '../../support/log-bench.ts';

/** A step of a workflow's own, which has the same name whatever makes it. */
const origin = { job: 'picture', step: 'next', picture: undefined, message: undefined };
const varied = requestOf(image, { ...image.request.parse({ prompt: 'a fox' }), seed: 7 });
const larger = requestOf(upscale, { ...upscale.request.parse({}), seed: 7 });

describe('a press', () => {
  it('is one with the same by the same person within three seconds', async () => {
    const bench = new LogBench();
    const job = await bench.create({ request: varied, origin });
    await bench.log.note.shown(job.id, job.revision);
    await expect(bench.create({ request: varied, origin })).rejects.toThrow(PressedBefore);
    await bench.create({ request: varied, origin, userId: '400000000000000002' });
    await bench.clock.advance(3_000);
    await bench.create({ request: varied, origin });
  });

  it('is one with the same for 15 s while nobody has seen what came of that', async () => {
    const bench = new LogBench();
    await bench.create({ request: varied, origin });
    await bench.clock.advance(14_999);
    await expect(bench.create({ request: varied, origin })).rejects.toThrow(PressedBefore);
    await bench.clock.advance(1);
    await bench.create({ request: varied, origin });
  });

  it('is one with the same that is shown only now, by a message in place of an answer', async () => {
    const bench = new LogBench();
    const job = await bench.create({ request: varied, origin });
    await bench.clock.advance(4_000);
    await bench.log.note.posting(job.id);
    await bench.log.note.shown(job.id, job.revision);
    await bench.clock.advance(2_999);
    await expect(bench.create({ request: varied, origin })).rejects.toThrow(PressedBefore);
    await bench.clock.advance(1);
    await bench.create({ request: varied, origin });
  });

  it('is one with an edit only where nothing in that is different', async () => {
    const bench = new LogBench();
    const edit = { ...origin, step: 'edit' };
    await bench.create({ request: varied, origin: edit });
    await expect(bench.create({ request: varied, origin: edit })).rejects.toThrow(PressedBefore);
    const params = { ...varied.params, prompt: 'two foxes' };
    await bench.create({ request: { ...varied, params }, origin: edit });
  });

  it('is one with the same that used up what its member may make', async () => {
    const bench = new LogBench();
    const log = new JobLog(
      bench.store,
      bench.clock,
      { ...NO_LIMITS, hourlyPerPerson: 1 },
      pseudonym,
    );
    const press = () => log.create(bench.request({ request: varied, origin }));
    await press();
    await expect(press()).rejects.toThrow(PressedBefore);
    await bench.clock.advance(15_000);
    await expect(press()).rejects.toMatchObject({ code: 'too_many_an_hour' });
  });

  it('is none with that of another step of the same picture', async () => {
    const bench = new LogBench();
    await bench.create({ request: varied, origin });
    expect((await bench.create({ request: larger, origin })).wanted.recipe).toBe('upscale');
  });
});
