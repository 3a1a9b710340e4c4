import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { en } from '../src/say/en/en.ts';
import { waitingMessage } from './commands/scene.ts';
import { completedMessage, phaseShown, workingMessage } from './support/job-message.ts';
import { base64, JPEG, PNG } from './comfy/pictures.ts';
import { imagine, openStudio, shown, tellsOf, text } from './support/imagine.ts';
import { MovableClock } from './support/movable-clock.ts';

const picture = { filename: 'a.png', data: base64(PNG), type: 'image/png' };

/** An answer of GET /status. */
const status = (name: string) => ({
  status: 200,
  body: JSON.stringify({ id: 'x', status: name }),
});

describe('the endpoints', () => {
  // 202 and 204 by the contract, 200 and 200 by the live service.
  it.each(['contract', 'live'] as const)(
    'serve a job and a cancel in the %s dialect',
    async (dialect) => {
      const studio = await openStudio({ runpod: { dialect } });
      const { discord, runpod } = studio;
      const { id } = (await (await imagine(studio)).answered).message ?? {};
      const done = await discord.waitFor(shown);
      expect([done.id, done.files.length]).toEqual([id, 1]);
      const { width, height } = await sharp(
        discord.file(done, done.files[0]?.filename ?? ''),
      ).metadata();
      expect([width, height]).toEqual([1024, 1024]);

      runpod.script({ stuck: true });
      const { message } = await (await imagine(studio, { prompt: 'another' })).answered;
      if (!message) throw new Error('no message');
      await runpod.waitFor((job) => job.status === 'IN_PROGRESS');
      await discord.click({ by: discord.world.people.ada, message, label: 'Cancel' });
      await runpod.waitFor((job) => job.status === 'CANCELLED');
      await discord.waitFor((one) => phaseShown(one) === 'cancelled');
    },
  );

  it('are asked with the key, under the endpoint, and with JSON', async () => {
    const studio = await openStudio();
    const { runpod } = studio;
    runpod.script({ output: { images: [picture] } });
    await imagine(studio);
    await studio.discord.waitFor(shown);
    const base = `/v2/${runpod.endpointId}`;
    const calls = runpod.http.requests.map(({ method, path }) => `${method} ${path}`);
    expect(calls).toContain(`POST ${base}/run`);
    expect(calls).toContain(`GET ${base}/status/${runpod.jobs[0]?.id ?? ''}`);
    const [submission] = runpod.http.requests.filter(({ path }) => path === `${base}/run`);
    expect(submission?.headers.get('content-type')).toBe('application/json');
    for (const { headers } of runpod.http.requests) {
      expect(headers.get('authorization')).toBe(`Bearer ${runpod.apiKey}`);
    }
  });

  it.each([
    ['a wrong key (401)', { RUNPOD_API_KEY: 'wrong' }, 'key_refused'],
    ['a key without access (403)', { RUNPOD_API_KEY: 'sandbox-stranger-key' }, 'key_refused'],
    ['an endpoint that is not there (404)', { RUNPOD_ENDPOINT_ID: 'nowhere' }, 'endpoint_unknown'],
  ] as const)('tell people of %s', async (_, env, code) => {
    const studio = await openStudio({ env });
    await imagine(studio);
    const { what } = en.errors[code];
    await studio.discord.waitFor((message) => `${message.content} ${text(message)}`.includes(what));
    expect(studio.runpod.submissions()).toBe(0);
  });

  it('may be too busy for a while (429)', async () => {
    const studio = await openStudio();
    studio.runpod.http.fault({ path: /\/run$/, answer: { status: 429 } });
    studio.runpod.script({ output: { images: [picture] } });
    await imagine(studio);
    await studio.discord.waitFor(shown);
    expect(studio.runpod.submissions()).toBe(1);
  });

  it('may have let a result expire (404)', async () => {
    const clock = new MovableClock();
    const studio = await openStudio({ clock });
    studio.runpod.script({ stuck: true });
    await imagine(studio);
    await studio.discord.waitFor((message) => phaseShown(message) === 'working');
    studio.runpod.http.fault({ path: /\/status\//, times: Infinity, answer: { status: 404 } });
    clock.advance(60_000);
    await studio.discord.waitFor(tellsOf('result_lost'));
  });
});

describe('the statuses', () => {
  it('IN_QUEUE waits, IN_PROGRESS works, COMPLETED is done', async () => {
    const studio = await openStudio({ runpod: { workers: 1 } });
    const { discord, runpod } = studio;
    const { ben } = discord.world.people;
    runpod.hold();
    const first = await waitingMessage(studio, {}, { by: ben });
    await runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
    const { interaction, message } = await waitingMessage(studio);
    expect(phaseShown(message)).toBe('waiting');
    // The only worker is free, and no run is known by which the next could be told in percent.
    await discord.click({ by: ben, message: first.message, label: 'Cancel' });
    await workingMessage(studio, interaction);
    runpod.release();
    const { versions } = await completedMessage(studio, interaction);
    const phases = versions.map(({ payload }) => phaseShown(payload));
    expect([...new Set(phases)]).toEqual(['waiting', 'working', 'completed']);
  });

  it.each([
    ['FAILED', 'worker_unknown'],
    ['TIMED_OUT', 'service_gave_up'],
  ] as const)('%s is told in a sentence', async (name, code) => {
    const studio = await openStudio();
    studio.runpod.script({ status: name });
    await imagine(studio);
    await studio.discord.waitFor(tellsOf(code));
  });

  it('CANCELLED is told as the doing of the GPU service', async () => {
    const studio = await openStudio();
    studio.runpod.script({ status: 'CANCELLED' });
    await imagine(studio);
    await studio.discord.waitFor((one) => text(one).includes('Cancelled by the GPU service'));
  });

  it.each(['RUNNING', 'PONDERING'])('%s counts as still running', async (name) => {
    const studio = await openStudio();
    studio.runpod.http.fault({ path: /\/status\//, times: 3, answer: status(name) });
    studio.runpod.script({ output: { images: [picture] } });
    await imagine(studio);
    await studio.discord.waitFor(shown);
  });
});

describe('the output', () => {
  it.each([
    ['pictures', { images: [picture] }, 1],
    ['pictures without a type', { images: [{ filename: 'a.png', data: picture.data }] }, 1],
    ['several pictures', { images: [picture, { data: base64(JPEG) }, picture] }, 3],
    ['the older shape', { success: true, outputs: { '12': { images: [picture] } } }, 1],
  ])('is shown: %s', async (_, output, count) => {
    const studio = await openStudio();
    studio.runpod.script({ output });
    await imagine(studio);
    expect((await studio.discord.waitFor(shown)).files).toHaveLength(count);
  });

  it.each([
    ['an error in a COMPLETED job', { output: { error: 'No output images produced' } }],
    ['an error of the older shape', { output: { success: false, error: 'No output images' } }],
    ['an error at the top of a FAILED job', { error: 'No output images produced' }],
    [
      'an error in the output of a FAILED job',
      { status: 'FAILED', output: { error: 'No output images produced' } },
    ],
  ])('is a failure: %s', async (_, outcome) => {
    const studio = await openStudio();
    studio.runpod.script(outcome);
    await imagine(studio);
    const failed = await studio.discord.waitFor(tellsOf('no_pictures'));
    expect(failed.files).toEqual([]);
  });
});

describe("the worker's errors", () => {
  it.each([
    ['No prompt provided in input', 'graph_refused'],
    ["ComfyUI error: [['execution_error', {'exception_message': 'hm'}]]", 'node_failed'],
    ['No output images produced', 'no_pictures'],
    ['Prompt 3f2a did not complete within 600s', 'worker_timed_out'],
    ['ComfyUI process died...', 'worker_died'],
  ] as const)('"%s" is told in a sentence, and never shown itself', async (error, code) => {
    const studio = await openStudio();
    studio.runpod.script({ error });
    await imagine(studio);
    const failed = await studio.discord.waitFor(tellsOf(code));
    expect(text(failed)).toContain(en.errors[code].next);
    expect(JSON.stringify(failed)).not.toContain(error.slice(0, 14));
  });
});
