import { describe, expect, it } from 'vitest';
import { PHOTO_LIMITS, PicturePool } from '../../src/images/picture-pool.ts';
import { PictureProcessError, type PictureProcess } from '../../src/images/picture-process.ts';
import { PNG } from '../comfy/pictures.ts';
import { PicturePrograms } from './picture-programs.ts';

const FACE = { kind: 'face' } as const;

/** A process that ends when the test says so: its result first, and itself later. */
class ProcessByHand implements PictureProcess {
  readonly #result = new AbortController();
  readonly #gone = new AbortController();
  readonly result = new Promise<Buffer>((resolve) => {
    this.#result.signal.addEventListener('abort', () => {
      resolve(PNG);
    });
  });
  readonly gone = new Promise<void>((resolve) => {
    this.#gone.signal.addEventListener('abort', () => {
      resolve();
    });
  });

  finish(): void {
    this.#result.abort();
  }

  leave(): void {
    this.#gone.abort();
  }
}

/** A pool whose processes are the test's own. */
function byHand(atOnce: number): { pool: PicturePool; started: ProcessByHand[] } {
  const started: ProcessByHand[] = [];
  const start = () => {
    const process = new ProcessByHand();
    started.push(process);
    return process;
  };
  return { pool: new PicturePool({ atOnce, limits: PHOTO_LIMITS, start }), started };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('processes for pictures', () => {
  it('are so many at once, and no more', async () => {
    const { pool, started } = byHand(2);
    for (const person of ['a', 'b', 'c']) void pool.run(FACE, PNG, { person });
    await turn();
    expect(started).toHaveLength(2);
  });

  it('are one for a person', async () => {
    const { pool, started } = byHand(2);
    for (const person of ['a', 'a', 'b']) void pool.run(FACE, PNG, { person });
    await turn();
    expect(started).toHaveLength(2);
    started[1]?.leave();
    await turn();
    expect(started).toHaveLength(2);
    started[0]?.leave();
    await turn();
    expect(started).toHaveLength(3);
  });

  it('hold their place until they are gone, though they are done', async () => {
    const { pool, started } = byHand(1);
    const first = pool.run(FACE, PNG);
    void pool.run(FACE, PNG);
    await turn();
    started[0]?.finish();
    await first;
    await turn();
    expect(started).toHaveLength(1);
    started[0]?.leave();
    await turn();
    expect(started).toHaveLength(2);
  });

  it('are given pictures that are read only once there is a place', async () => {
    const { pool, started } = byHand(1);
    const read: string[] = [];
    const reading = (name: string) => () => {
      read.push(name);
      return Promise.resolve(PNG);
    };
    void pool.run(FACE, reading('first'));
    void pool.run(FACE, reading('second'));
    await turn();
    expect(read).toEqual(['first']);
    started[0]?.leave();
    await turn();
    expect([read, started.length]).toEqual([['first', 'second'], 2]);
  });

  it('give their place back where the picture cannot be read', async () => {
    const { pool, started } = byHand(1);
    const gone = () => Promise.reject(new Error('gone'));
    await expect(pool.run(FACE, gone)).rejects.toThrow('gone');
    void pool.run(FACE, PNG);
    await turn();
    expect(started).toHaveLength(1);
  });

  it('give their place back where none could be started', async () => {
    const start = () => {
      throw new Error('no room');
    };
    const pool = new PicturePool({ atOnce: 1, limits: PHOTO_LIMITS, start });
    await expect(pool.run(FACE, PNG)).rejects.toThrow('no room');
    await expect(pool.run(FACE, PNG)).rejects.toThrow('no room');
  });

  it('are killed by an abort, and the next one comes in', async () => {
    const [programs, stop] = [new PicturePrograms(), new AbortController()];
    const program = programs.hanging();
    const pool = new PicturePool({ atOnce: 1, limits: PHOTO_LIMITS, program });
    const [signal, last] = [stop.signal, new AbortController()];
    const first = expect(pool.run(FACE, PNG, { signal })).rejects.toThrow('aborted');
    const second = expect(pool.run(FACE, PNG, { signal: last.signal })).rejects.toThrow('aborted');
    await programs.waitFor(1);
    stop.abort();
    await first;
    await programs.waitFor(2);
    last.abort();
    await second;
  });

  it('begin again, once, where somebody else ended them', async () => {
    const programs = new PicturePrograms();
    const ended = (times: number) =>
      programs.ready(`
        const made = fs.readdirSync(new URL('.', import.meta.url)).filter((name) => name.startsWith('marker'));
        fs.writeFileSync(marker, '');
        if (made.length < ${times}) process.kill(process.pid, 'SIGTERM');
        else process.stdout.write('done');
      `);
    const once = new PicturePool({ atOnce: 1, limits: PHOTO_LIMITS, program: ended(1) });
    expect(String(await once.run(FACE, PNG))).toBe('done');
    const always = new PicturePool({ atOnce: 1, limits: PHOTO_LIMITS, program: ended(99) });
    await expect(always.run(FACE, PNG)).rejects.toThrow(PictureProcessError);
    expect(programs.marked).toHaveLength(4);
  });
});
