import { describe, it, expect } from 'vitest';
import { start } from './setup.ts';

/** A worker that does as its input says. */
const SCRIPT = `
const { createInterface } = require('node:readline');
const say = (message) => console.log(JSON.stringify(message));
console.error('starting', process.env.GREETING);
say({ ready: true });
createInterface(process.stdin).on('line', (line) => {
  const { id, input, cancel } = JSON.parse(line);
  if (cancel) return say({ id, cancelled: true });
  if (input.exit !== undefined) return process.exit(input.exit);
  if (input.progress) say({ id, progress: input.progress });
  if ('output' in input) say({ id, output: input.output });
}).on('close', () => process.exit(0));
`;

const open = (more = {}) =>
  start({
    worker: { command: [process.execPath, '--eval', SCRIPT], env: { GREETING: 'hello' } },
    workers: 1,
    ...more,
  });

describe('a real worker in a process of its own', () => {
  it('does jobs, and shows how far they are', async () => {
    const { sandbox, submit, finish } = await open();
    expect(await finish({ output: { images: [] } })).toMatchObject({
      status: 'COMPLETED',
      output: { images: [] },
    });
    const job = await submit({ progress: { percent: 50 } });
    await sandbox.waitFor((one) => one === job && one.output !== undefined);
    expect(job).toMatchObject({ status: 'IN_PROGRESS', output: { percent: 50 } });
    expect(sandbox.workerLines).toEqual(['starting hello']);
  });

  it("fails a job by an error in its output, as RunPod's SDK does", async () => {
    const { finish } = await open();
    expect(await finish({ output: { error: 'no face', code: 'face' } })).toMatchObject({
      status: 'FAILED',
      error: 'no face',
      output: { code: 'face' },
    });
  });

  it('is replaced where its output asks for that, which is not shown', async () => {
    const { sandbox, finish } = await open();
    const ended = await finish({ output: { error: 'no GPU', refresh_worker: true } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'no GPU', output: undefined });
    expect((await finish({ output: 1 })).status).toBe('COMPLETED');
    expect(sandbox.workerLines).toEqual(['starting hello', 'starting hello']);
  });

  it('is told of a cancel, and is free for the next job once it has taken', async () => {
    const { sandbox, submit, cancel, finish } = await open();
    const job = await submit({ progress: { percent: 1 } });
    await sandbox.waitFor((one) => one === job && one.output !== undefined);
    await cancel(job.id);
    expect(job.status).toBe('CANCELLED');
    expect((await finish({ output: 1 })).output).toBe(1);
  });

  it('fails the job in which it dies, and is started again for the next', async () => {
    const { sandbox, submit, finish } = await open();
    expect(await finish({ exit: 3 })).toMatchObject({
      status: 'FAILED',
      error: 'worker exited with exit code 3',
    });
    const job = await submit({ progress: { percent: 1 } });
    await sandbox.waitFor((one) => one === job && one.output !== undefined);
    await sandbox.killWorkers();
    await sandbox.waitFor((one) => one === job && one.endedAt !== undefined);
    expect(job.error).toBe('worker exited with exit code 137');
    expect((await finish({ output: 1 })).status).toBe('COMPLETED');
    expect(sandbox.workerLines).toHaveLength(3);
  });

  it('fails every job where it cannot be started', async () => {
    const { sandbox, finish } = await open({ worker: { command: ['/no/such/program'] } });
    expect((await finish({})).error).toBe('worker exited with exit code 127');
    expect(sandbox.workerLines[0]).toContain('ENOENT');
  });
});
