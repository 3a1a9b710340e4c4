import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ContentsWatch } from '../../src/jobs/model-files.ts';
import { HealthWatch } from '../../src/jobs/endpoint-health.ts';
import { RunPodClient } from '../../src/runpod/client.ts';
import {
  RunPodSandbox,
  type RunPodSandboxOptions,
} from '../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { ManualClock } from '../support/manual-clock.ts';

const MINUTE = 60_000;

async function open(options: RunPodSandboxOptions = {}) {
  const clock = new ManualClock();
  const runpod = await RunPodSandbox.start({ clock, workers: 1, ...options });
  onTestFinished(() => runpod.close());
  const { apiUrl, apiKey, endpointId } = runpod;
  const halt = new AbortController();
  const lines: string[] = [];
  const parts = {
    runpod: new RunPodClient({ apiUrl, apiKey, clock }),
    endpointId,
    clock,
    logger: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
    signal: halt.signal,
  };
  const contents = new ContentsWatch({ ...parts, health: new HealthWatch(parts) });
  /** Moves time on until nothing is asked any more. */
  const settle = async () => {
    const over = contents.settled().then(() => true);
    const later = () => clock.advance(1_000).then(() => false);
    while (!(await Promise.race([over, later()])));
  };
  const asked = () => runpod.jobs.length;
  return { clock, runpod, contents, settle, asked, halt, lines };
}

describe('what the worker has', () => {
  it('is unknown at first, asked for meanwhile, and told the next time', async () => {
    const { contents, settle, runpod } = await open();
    expect(contents.lastSeen()).toBeUndefined();
    await settle();
    expect(contents.lastSeen()?.models.checkpoints).toContain('sd_xl_base_1.0.safetensors');
    expect(runpod.jobs.map(({ input }) => input)).toEqual([{ describe: true }]);
  });

  it('is asked for once, however many want to know', async () => {
    const { contents, settle, asked } = await open();
    for (let index = 0; index < 20; index += 1) contents.lastSeen();
    await settle();
    for (let index = 0; index < 20; index += 1) contents.lastSeen();
    await settle();
    expect(asked()).toBe(1);
  });

  it('is asked for again after ten minutes, and told as it was until then', async () => {
    const { clock, contents, settle, runpod, asked } = await open();
    contents.lastSeen();
    await settle();
    runpod.setInstallation({ without: ['sd_xl_base_1.0.safetensors'] });
    await clock.advance(10 * MINUTE);
    expect(contents.lastSeen()?.models.checkpoints).toContain('sd_xl_base_1.0.safetensors');
    await settle();
    expect(asked()).toBe(2);
    expect(contents.lastSeen()?.models.checkpoints).not.toContain('sd_xl_base_1.0.safetensors');
  });

  it.each([
    ['none', {}],
    ['one that starts', { initializing: 1 }],
    ['one that is throttled', { throttled: 1 }],
  ])('is not asked for where of the workers there is %s, and then at once', async (_, counts) => {
    const { clock, contents, settle, runpod, asked } = await open();
    runpod.showWorkers(counts);
    contents.lastSeen();
    await settle();
    expect(asked()).toBe(0);
    runpod.showWorkers({ running: 1 });
    await clock.advance(10_000);
    contents.lastSeen();
    await settle();
    expect(asked()).toBe(1);
  });

  it('has no worker started, whatever the health says, and takes back what nobody does', async () => {
    const { contents, settle, runpod } = await open({ warm: false, coldStartMs: 1_000 });
    contents.lastSeen();
    await settle();
    expect(runpod.jobs).toMatchObject([{ status: 'CANCELLED', policy: { lowPriority: true } }]);
    expect(runpod.jobs[0]?.startedAt).toBeUndefined();
    expect(contents.lastSeen()).toBeUndefined();
  });

  it('is left alone for an hour where the worker cannot say, and said in the log once', async () => {
    const { clock, contents, settle, asked, lines } = await open({ naive: true });
    contents.lastSeen();
    await settle();
    await clock.advance(59 * MINUTE);
    contents.lastSeen();
    await settle();
    expect(asked()).toBe(1);
    expect(lines.filter((line) => line.includes('did not list its contents'))).toHaveLength(1);
    await clock.advance(MINUTE);
    contents.lastSeen();
    await settle();
    expect(asked()).toBe(2);
  });

  it('stays as it was told where it cannot be asked again', async () => {
    const { clock, contents, settle, runpod, lines } = await open();
    contents.lastSeen();
    await settle();
    await clock.advance(10 * MINUTE);
    runpod.http.fault({ path: /run$/, answer: { status: 400 } });
    contents.lastSeen();
    await settle();
    expect(contents.lastSeen()?.nodes).toContain('KSampler');
    expect(lines.join('')).toContain('the worker could not be asked for its contents');
  });

  it.each([
    ['was taken by nobody in time', { warm: false, coldStartMs: 1_000 }, undefined],
    ['met a bad gateway', {}, { path: /run$/, times: Infinity, answer: { status: 502 } }],
    [
      'lost its answer to a bad gateway',
      {},
      { path: /status/, times: Infinity, answer: { status: 502 } },
    ],
  ] as const)('is asked for again ever later where the question %s', async (_, options, fault) => {
    const { clock, contents, settle, runpod, lines } = await open(options);
    if (fault) runpod.http.fault(fault);
    const asked: number[] = [];
    for (let minute = 0; minute < 150; minute += 1) {
      const before = lines.length;
      contents.lastSeen();
      await settle();
      if (lines.length > before) asked.push(minute);
      await clock.advance(MINUTE);
    }
    const gaps = asked.slice(1).map((minute, index) => minute - (asked[index] ?? 0));
    expect(gaps).toEqual(gaps.toSorted((one, other) => one - other));
    expect([gaps[0], gaps[1], gaps.at(-1)]).toEqual([1, 2, 60]);
  });

  it('is given up when the bot stops, and its job is taken back', async () => {
    const { contents, runpod, halt, settle } = await open({ queueMs: 30_000 });
    contents.lastSeen();
    await expect.poll(() => runpod.jobs.length).toBe(1);
    halt.abort(new Error('stopped'));
    await settle();
    expect(runpod.jobs[0]?.cancelRequested).toBe(true);
  });
});
