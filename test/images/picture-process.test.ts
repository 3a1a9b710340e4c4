import { execFile, spawn } from 'node:child_process';
import { getEventListeners, once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  pictureCommand,
  type PictureLimits,
  PictureProcessError,
  type PictureProcessOptions,
  startPictureProcess,
} from '../../src/images/picture-process.ts';
import { PictureUnreadable } from '../../src/images/picture-task.ts';
import { PHOTO_LIMITS } from '../../src/images/picture-pool.ts';
import { JPEG, PNG } from '../comfy/pictures.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { hostileJpeg } from './hostile-jpeg.ts';
import { isThere, PicturePrograms } from './picture-programs.ts';

const LIMITS: PictureLimits = { ...PHOTO_LIMITS, cpuSeconds: 60, clockMs: 60_000 };

/** Starts one whose end the test waits for. The clock stands still unless the test moves one. */
function start(
  { limits = LIMITS, clock = new ManualClock(), ...options }: Partial<PictureProcessOptions>,
  picture: Uint8Array = PNG,
) {
  const started = startPictureProcess({ kind: 'face' }, picture, { limits, clock, ...options });
  onTestFinished(() => started.gone);
  return started;
}

const run = (...args: Parameters<typeof start>) => start(...args).result;

describe('a process for pictures', () => {
  it('makes what it is told to', async () => {
    const face = await run({});
    expect((await sharp(face).metadata()).format).toBe('jpeg');
    const task = { kind: 'smaller', mostBytes: 5_000 } as const;
    const smaller = await startPictureProcess(task, PNG, { limits: LIMITS }).result;
    expect(smaller.length).toBeLessThanOrEqual(5_000);
    expect(smaller.includes('trainedAlgorithmicMedia')).toBe(true);
  });

  it('says why where it cannot', async () => {
    const cut = run({}, JPEG.subarray(0, -30));
    await expect(cut).rejects.toThrow(PictureUnreadable);
    await expect(cut).rejects.toThrow(/VipsJpeg/);
  });

  it('is ended by the system when it has had its time of the processor', async () => {
    const limits = { ...LIMITS, cpuSeconds: 1 };
    const killed = run({ limits }, hostileJpeg({ scans: 2_600 }));
    await expect(killed).rejects.toThrow(PictureUnreadable);
    await expect(killed).rejects.toThrow(/SIGKILL|SIGXCPU/);
  });

  it('is ended when its time is up, though it does nothing', async () => {
    const [programs, clock] = [new PicturePrograms(), new ManualClock()];
    const { result, gone } = start({ program: programs.hanging(), clock });
    const refused = expect(result).rejects.toThrow('not done within 60000 ms');
    const [pid = 0] = await programs.waitFor(1);
    await clock.advance(LIMITS.clockMs - 1);
    expect(isThere(pid)).toBe(true);
    await clock.advance(1);
    await refused;
    await gone;
    expect(isThere(pid)).toBe(false);
  });

  it('is ended by an abort, whose reason it then tells', async () => {
    const [programs, stop] = [new PicturePrograms(), new AbortController()];
    const { result, gone } = start({ program: programs.hanging(), signal: stop.signal });
    const [pid = 0] = await programs.waitFor(1);
    stop.abort(new Error('cancelled'));
    await expect(result).rejects.toThrow('cancelled');
    await gone;
    expect(isThere(pid)).toBe(false);
  });

  it('is not started after an abort', () => {
    expect(() => start({ signal: AbortSignal.abort(new Error('cancelled')) })).toThrow('cancelled');
  });

  it('leaves nobody listening to the signal', async () => {
    const { signal } = new AbortController();
    await run({ signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('fails in words where it wants more memory than it may have', async () => {
    const program = new PicturePrograms().ready(`
      import sharp from ${JSON.stringify(import.meta.resolve('sharp'))};
      import { buffer } from 'node:stream/consumers';
      try {
        process.stdout.write(await sharp(await buffer(process.stdin)).jpeg().toBuffer());
      } catch (error) {
        process.stderr.write(error.message);
        process.exitCode = 10;
      }
    `);
    // Node with sharp takes 135 MB of it, and this picture 140.
    const file = hostileJpeg({ scans: 4, components: 3 });
    const refused = run({ program, limits: { ...LIMITS, memoryKb: 200_000 } }, file);
    await expect(refused).rejects.toThrow(PictureUnreadable);
    await expect(refused).rejects.toThrow(/memory/i);
    await expect(run({ program }, file)).resolves.toBeInstanceOf(Buffer);
  });

  it.each([
    ['more than it may give back', 'for (;;) fs.writeSync(1, Buffer.alloc(10_000));', /more than/],
    ['a crash', "process.kill(process.pid, 'SIGSEGV');", /SIGSEGV/],
    ['no word', 'process.exitCode = 10;', /^$/],
  ])('is for nothing where a picture makes of it: %s', async (_, source, message) => {
    const refused = run({ program: new PicturePrograms().ready(source) }, Buffer.alloc(5_000_000));
    await expect(refused).rejects.toThrow(PictureUnreadable);
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    ['cannot load what it needs', (programs: PicturePrograms) => programs.write('throw Error();')],
    ['is missing', () => '/nowhere/program.mjs'],
    ['has a bug', (programs: PicturePrograms) => programs.ready("throw Error('a bug');")],
    [
      'crashes before it has loaded',
      (programs: PicturePrograms) => programs.write("process.kill(process.pid, 'SIGSEGV');"),
    ],
    ['ends before it has loaded', (programs: PicturePrograms) => programs.write('')],
  ])('is not the fault of the picture where it %s', async (_, make) => {
    const failed = run({ program: make(new PicturePrograms()) }, Buffer.alloc(5_000_000));
    await expect(failed).rejects.toThrow(PictureProcessError);
  });

  it('knows nothing of the environment, writes no file and leaves no core', async () => {
    const program = new PicturePrograms().ready(`
      import { execFileSync } from 'node:child_process';
      const limits = execFileSync('/bin/sh', ['-c', 'ulimit -H -c; ulimit -f; ulimit -t; ulimit -d']);
      fs.writeSync(1, JSON.stringify(process.env) + String(limits));
    `);
    vi.stubEnv('DISCORD_TOKEN', 'a secret');
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const made = String(await run({ program, limits: PHOTO_LIMITS }));
    const [env = '', ...limits] = made.trim().split(/(?<=\})|\n/);
    // What a shell sets for itself.
    const foreign = Object.keys(JSON.parse(env) as object).filter(
      (name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name),
    );
    expect(foreign).toEqual([]);
    expect(limits).toEqual(['0', '0', '3', String(448 * 1024)]);
  });

  it('goes on when all are told to stop, since the bot finishes what it began', async () => {
    const path = fileURLToPath(new URL('../../src/images/picture-child.ts', import.meta.url));
    const [command, ...args] = pictureCommand(path, [JSON.stringify({ kind: 'face' })], LIMITS);
    const child = spawn(command, args);
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    await once(child.stderr, 'data');
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) child.kill(signal);
    child.stdin.end(PNG);
    expect((await sharp(await buffer(child.stdout)).metadata()).format).toBe('jpeg');
  });
});

it('a bot that may open no more files goes on without one', async () => {
  const path = import.meta.resolve('../../src/images/picture-process.ts');
  const script = `
    import { openSync } from 'node:fs';
    import { startPictureProcess } from ${JSON.stringify(path)};
    try {
      for (;;) openSync('/dev/null');
    } catch {}
    try {
      await startPictureProcess({ kind: 'face' }, Buffer.alloc(9), { limits: { clockMs: 9 } }).result;
    } catch (error) {
      console.log(error.name);
    }
    await new Promise((resolve) => setImmediate(resolve));
    console.log('goes on');
  `;
  const node = [process.execPath, '--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)('/bin/sh', [
    '-c',
    'ulimit -n 60; exec "$@"',
    'sh',
    ...node,
  ]);
  expect(stdout).toBe('PictureProcessError\ngoes on\n');
});

describe('the command for it', () => {
  it('works without limits where there is no shell', () => {
    const [command, ...args] = pictureCommand('a.mjs', ['face'], LIMITS, '/nowhere/sh');
    expect([command, args.slice(-2)]).toEqual([process.execPath, ['a.mjs', 'face']]);
  });

  it('works where a limit may not be set, since it is lower already', async () => {
    const program = new PicturePrograms().write("console.log('here');");
    const command = pictureCommand(program, [], { cpuSeconds: 60, memoryKb: 2_000_000 });
    const within = 'ulimit -t 30; ulimit -d 1500000; exec "$@"';
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', within, 'sh', ...command]);
    expect(stdout).toBe('here\n');
  });
});
