import { describe, expect, it } from 'vitest';
import { PreviewUploads } from '../../../src/discord/sync/edit-queues.ts';
import { ShownMessages } from '../../../src/discord/sync/message-state.ts';
import { messageBody } from '../../../src/discord/rest/message-payload.ts';
import { Observations } from '../../../src/jobs/observations.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { sampleJob } from '../../../packages/stand-ins/playground/cards/sample-job.ts';

const [OLD, NEW] = [Buffer.from('old'), Buffer.from('new')];
const job = sampleJob({ state: 'running' });
const body = messageBody();
const WITHOUT = { payload: { body, pictures: [] } };
const showing = (preview: Buffer) => ({ body, pictures: [], preview });

/** A message that shows `OLD` as its file `7`, where `NEW` is what there is to see. */
function open({ seen = NEW, isShown = true } = {}) {
  const clock = new ManualClock();
  const shown = new ShownMessages();
  const observations = new Observations();
  const queues = { hasQueuedUploads: false };
  const draw = (_: unknown, { preview } = { preview: false }) =>
    preview ? showing(seen) : WITHOUT.payload;
  const uploads = new PreviewUploads({ draw, shown, observations, queues, clock });
  if (isShown) shown.noteShown(job.id, showing(OLD), clock.now(), { previewId: '7' });
  /** Begins uploads that do not end. */
  const begin = (count: number) => {
    for (let n = 0; n < count; n += 1) {
      void uploads.during({ payload: showing(NEW) }, () => new Promise(() => undefined));
    }
  };
  return { clock, shown, observations, queues, uploads, begin };
}

describe('an edit that shows progress', () => {
  it('brings the preview that is new', () => {
    expect(open().uploads.edit(job)).toEqual({ payload: showing(NEW) });
    expect(open({ isShown: false }).uploads.edit(job)).toEqual({ payload: showing(NEW) });
  });

  it('keeps the file where it is not new', () => {
    const { uploads } = open({ seen: Buffer.from('old') });
    expect(uploads.edit(job)).toEqual({ payload: showing(OLD), keptPreview: '7' });
  });

  it.each<[string, (scene: ReturnType<typeof open>) => void]>([
    [
      'four others go up',
      ({ begin }) => {
        begin(4);
      },
    ],
    ['a finished picture waits for its turn', ({ queues }) => (queues.hasQueuedUploads = true)],
    [
      'its own picture is about to come',
      ({ observations, clock }) => {
        observations.note(job.id, { readyAt: clock.now() + 3_000 });
      },
    ],
    [
      'Discord did not take one',
      ({ shown }) => {
        shown.refusePreviews(job.id);
      },
    ],
  ])('brings none where %s, and keeps the one that is there', (_, happen) => {
    const scene = open();
    happen(scene);
    expect(scene.uploads.edit(job)).toEqual({ payload: showing(OLD), keptPreview: '7' });
    const fresh = open({ isShown: false });
    happen(fresh);
    expect(fresh.uploads.edit(job)).toEqual(WITHOUT);
  });

  it('brings one again once another has gone up, or failed to', async () => {
    const { uploads, begin } = open();
    begin(3);
    const failing = uploads.during({ payload: showing(NEW) }, () => Promise.reject(new Error()));
    expect(uploads.edit(job).keptPreview).toBe('7');
    await failing.catch(() => undefined);
    expect(uploads.edit(job).keptPreview).toBeUndefined();
  });

  it('counts as an upload only where it brings one', () => {
    const { uploads, begin } = open();
    begin(3);
    const kept = { payload: showing(OLD), keptPreview: '7' };
    void uploads.during(kept, () => new Promise(() => undefined));
    void uploads.during(WITHOUT, () => new Promise(() => undefined));
    expect(uploads.edit(job).keptPreview).toBeUndefined();
  });
});
