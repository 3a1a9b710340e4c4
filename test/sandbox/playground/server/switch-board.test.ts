import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../../../src/engines/clock.ts';
import { SwitchBoard } from '../../../../packages/stand-ins/playground/switch-board.ts';
import type { GpuMode } from '../../../../packages/stand-ins/playground/wire.ts';
import { textGraph } from '../../comfy/graphs.ts';
import { startSandbox } from '../../discord/bot.ts';
import { start as startRunPod } from '../../runpod/setup.ts';

const COLD_START_MS = 6_543;
const PACE = { stepMs: 31, slowStepMs: 2_021 };
const SMALL = { width: 64, height: 64 };
const SLOW_DISCORD_MS = 1_500;

/** Writes down what it is asked to wait for, and does not wait for it, but for whole minutes. */
class ImpatientClock implements Clock {
  #waits: number[] = [];

  now(): number {
    return systemClock.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.#waits.push(ms);
    if (ms < 60_000) await setImmediate(undefined, signal ? { signal } : {});
    else await systemClock.sleep(ms, signal);
  }

  /** What was waited for since this was last asked. */
  take(): number[] {
    return this.#waits.splice(0);
  }
}

async function startBoard() {
  const clock = new ImpatientClock();
  const discord = await startSandbox(clock);
  const runpod = await startRunPod({ clock, workers: 1, coldStartMs: COLD_START_MS });
  const board = new SwitchBoard(discord, runpod.sandbox, PACE);
  board.change({});
  /** How a job ends, and whether it was slow and started cold. */
  let seed = 0;
  const work = async () => {
    clock.take();
    seed += 1;
    // Another picture each time: ComfyUI does not make the same one twice.
    const { status } = await runpod.finish(textGraph({ '13': SMALL, '10': { seed } }));
    const waits = clock.take();
    const { stepMs, slowStepMs } = PACE;
    const step = waits.includes(slowStepMs) ? 'slow' : waits.includes(stepMs) ? 'quick' : 'none';
    return [status, step, waits.includes(COLD_START_MS) ? 'cold' : 'warm'];
  };
  /** Whether Discord and its CDN are slow. */
  const slow = async () => {
    clock.take();
    const asked = [`${discord.apiUrl}/v10/gateway`, `${discord.cdnUrl}/none`];
    const found: boolean[] = [];
    for (const url of asked) {
      await fetch(url);
      found.push(clock.take().includes(SLOW_DISCORD_MS));
    }
    return found;
  };
  return { board, runpod, work, slow };
}

describe('the switches', () => {
  it('are at their quickest at first', async () => {
    const { board, slow, work } = await startBoard();
    expect(board.switches).toEqual({ gpu: 'ready', discord: 'fast' });
    expect(await work()).toEqual(['COMPLETED', 'quick', 'warm']);
    expect(await slow()).toEqual([false, false]);
  });

  it.each<[GpuMode, readonly string[]]>([
    ['cold', ['COMPLETED', 'quick', 'cold']],
    ['slow', ['COMPLETED', 'slow', 'warm']],
    ['broken', ['FAILED', 'none', 'warm']],
  ])('make the GPU %s, and undo it', async (gpu, ending) => {
    const { board, work } = await startBoard();
    board.change({ gpu });
    expect(board.switches).toEqual({ gpu, discord: 'fast' });
    expect(await work()).toEqual(ending);
    expect(await work()).toEqual(ending);
    board.change({ gpu: 'ready' });
    expect(await work()).toEqual(['COMPLETED', 'quick', 'warm']);
  });

  it('leave jobs without a GPU, and give it back to them', async () => {
    const { board, runpod } = await startBoard();
    board.change({ gpu: 'no-capacity' });
    const job = await runpod.submit();
    expect((await runpod.health()).body).toMatchObject({ workers: { throttled: 1, ready: 0 } });
    expect(job.status).toBe('IN_QUEUE');
    board.change({ gpu: 'ready' });
    await runpod.sandbox.waitFor(({ status }) => status === 'COMPLETED');
    expect((await runpod.health()).body).toMatchObject({ workers: { throttled: 0, ready: 1 } });
  });

  it('go from one state of the GPU to the next without a trace of the last', async () => {
    const { board, work } = await startBoard();
    for (const gpu of ['no-capacity', 'broken', 'slow', 'cold'] as const) board.change({ gpu });
    expect(await work()).toEqual(['COMPLETED', 'quick', 'cold']);
  });

  it('make Discord slow, whatever else changes, and undo it', async () => {
    const { board, slow } = await startBoard();
    board.change({ discord: 'slow' });
    expect(await slow()).toEqual([true, true]);
    board.change({ gpu: 'slow' });
    expect(board.switches).toEqual({ gpu: 'slow', discord: 'slow' });
    expect(await slow()).toEqual([true, true]);
    board.change({ discord: 'fast' });
    expect(board.switches).toEqual({ gpu: 'slow', discord: 'fast' });
    expect(await slow()).toEqual([false, false]);
  });
});
