import { describe, it, expect } from 'vitest';
import { ManualClock } from '../../support/manual-clock.ts';
import { eventsOf, startComfy, taken } from './comfy.ts';
import { textGraph } from './graphs.ts';

const small = { '13': { width: 64, height: 64 } };

describe('the queue of the stand-in for ComfyUI', () => {
  const start = async () => {
    const clock = new ManualClock();
    const { comfy } = await startComfy({ stepMs: 100 }, clock);
    const submit = (seed: number) =>
      taken(comfy.submit({ prompt: textGraph({ ...small, '10': { seed } }) }));
    return { clock, comfy, submit };
  };

  it('runs one prompt at a time, in order', async () => {
    const { clock, comfy, submit } = await start();
    const ids = [submit(1), submit(2)];
    const shown = () => [comfy.queue.running, comfy.queue.pending].map((q) => q.map((p) => p.id));
    expect(shown()).toEqual([[ids[0]], [ids[1]]]);
    await clock.advance(2000);
    expect(await comfy.finished(ids[0] ?? '')).toMatchObject({ status: { completed: true } });
    expect(shown()).toEqual([[ids[1]], []]);
  });

  it('interrupts the prompt that is named, and no other', async () => {
    const { clock, comfy, submit } = await start();
    const [first, second] = [submit(1), submit(2)];
    comfy.interrupt(second);
    await clock.advance(300);
    expect(comfy.history(first)).toBeUndefined();
    comfy.interrupt(first);
    const entry = await comfy.finished(first);
    expect(entry && eventsOf(entry)).toEqual([
      'execution_start',
      'execution_cached',
      'execution_interrupted',
    ]);
    expect(entry?.status).toMatchObject({ status_str: 'error', completed: false });
    expect(comfy.queue.running[0]?.id).toBe(second);
  });

  it('takes a waiting prompt out of the queue, and never knows it again', async () => {
    const { comfy, submit } = await start();
    const [first, second] = [submit(1), submit(2)];
    const gone = comfy.finished(second);
    comfy.dequeue([first, second]);
    expect(await gone).toBeUndefined();
    expect(comfy.queue).toMatchObject({ running: [{ id: first }], pending: [] });
  });
});
