import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { portrait } from './commands/portrait.ts';
import { openSurgery as open } from './support/doctor.ts';
import { program } from './support/program.ts';
import { INK_MANIFEST, writeWorkflow } from './support/ink-workflow.ts';

it('says that all is well, and makes no picture unless it is asked to', async () => {
  const { doctor, runpod } = await open();
  const { code, stdout } = await doctor([]);
  expect(stdout).toMatch(/^✓ Configuration: WORKER=contract; /);
  expect(stdout).toMatch(/\nAll is well\.\n$/);
  expect(code).toBe(0);
  expect(runpod.submissions()).toBe(0);
});

it('has a picture of each kind made, and the photo in none of its words', async () => {
  const { doctor, folder, runpod } = await open({ worker: 'worker-comfyui' });
  writeFileSync(join(folder, 'me.png'), await portrait());
  const args = ['--job', '--face', 'me.png'];
  const { code, stdout, stderr } = await doctor(args, { WORKER: 'worker-comfyui' });
  expect(stdout.match(/✓ A job \(.+PNG of 1024×1024/g)).toHaveLength(3);
  expect(stderr).toContain('a photo of a face: COMPLETED');
  expect(code).toBe(0);
  const sent = /"image":"([\w+/]{200,}=*)"/.exec(JSON.stringify(runpod.jobs.at(-1)?.input))?.[1];
  expect(sent).toBeDefined();
  expect(stdout + stderr).not.toContain(sent?.slice(100, 140));
});

it('leaves the key for webhooks to the bot, which has not run yet', async () => {
  const { doctor, folder } = await open();
  const webhooks = { PUBLIC_URL: 'http://127.0.0.1:9', HTTP_PORT: '8080' };
  const { code, stdout, stderr } = await doctor([], webhooks);
  expect(stdout).toContain('· PUBLIC_URL: it was not tried');
  expect([code, stderr, readdirSync(folder)]).toEqual([0, '', []]);
});

it('ends with 1 where the key for webhooks cannot be used', async () => {
  const { doctor, folder } = await open();
  writeFileSync(join(folder, 'a.sqlite.key'), 'too short');
  const env = { PUBLIC_URL: 'http://127.0.0.1:9', HTTP_PORT: '8080', DATABASE_PATH: 'a.sqlite' };
  const { code, stdout } = await doctor([], env);
  expect(stdout).toContain('✗ PUBLIC_URL: The key file a.sqlite.key cannot be used');
  expect(code).toBe(1);
});

it('ends with 1 and counts what has to be mended', async () => {
  const { doctor } = await open({ installation: { without: ['sd_xl_base_1.0.safetensors'] } });
  const { code, stdout } = await doctor(['--job'], { FACE_REFERENCES: 'off' });
  expect(stdout).toMatch(
    /✗ A job \(words, in ordinary channels\): the worker said: .*\n {4}Install the/,
  );
  expect(stdout).toContain(
    '✗ What sandbox-endpoint has: the recipe text lacks checkpoints/sd_xl_base_1.0.safetensors.',
  );
  expect(stdout).toContain('· Photos of a face: are switched off');
  expect(stdout).toMatch(/\nProblems: 2\.\n$/);
  expect(code).toBe(1);
});

it('starts no job where the key is refused', async () => {
  const { doctor, runpod } = await open();
  const { code, stdout } = await doctor(['--job'], { RUNPOD_API_KEY: 'wrong' });
  expect(stdout).toContain('✗ RunPod: it refused RUNPOD_API_KEY.');
  expect(stdout).toContain('· Jobs: none was tried, because of the problem with the endpoint.');
  expect([code, runpod.submissions()]).toEqual([1, 0]);
});

it("looks at the endpoints of workflows too, and tries jobs at the bot's own all the same", async () => {
  const { doctor, folder, runpod } = await open();
  writeWorkflow(folder, 'ink', { manifest: { ...INK_MANIFEST, endpoint: 'nowhere' } });
  const { code, stdout } = await doctor([], { WORKFLOWS_DIR: folder });
  expect(stdout).toContain(`✓ RunPod: the key may read the endpoint ${runpod.endpointId}.`);
  expect(stdout).toContain('✗ RunPod (SDXL in ink): it does not know this endpoint.');
  expect(stdout).toContain('· Jobs: none was tried: npm run doctor -- --job');
  expect(code).toBe(1);
});

describe("with RunPod's public endpoints", () => {
  const openPublic = async () => {
    const surgery = await open({ worker: 'runpod-public', stepMs: 1 });
    const env = { WORKER: 'runpod-public', RESULT_HOSTS: surgery.runpod.http.url };
    return { ...surgery, env, paths: () => surgery.runpod.http.requests.map(({ path }) => path) };
  };

  it('says no checkpoints, and asks neither for health nor for scale', async () => {
    const { doctor, env, paths } = await openPublic();
    const { code, stdout } = await doctor([], env);
    expect(stdout).toMatch(
      /^✓ Configuration: WORKER=runpod-public; .* for at most 5 dollars a day; no faces\.?\n/,
    );
    expect(stdout).toContain('✓ Workflows: /flux-dev, /imagine (flux-schnell), /z-image-turbo.');
    expect(stdout).toContain(
      '✓ RunPod: its public endpoint black-forest-labs-flux-1-schnell responds',
    );
    expect(stdout).toContain(
      '✓ RunPod (Z-Image-Turbo): its public endpoint z-image-turbo responds',
    );
    expect(paths()).toEqual(Array<unknown>(3).fill(expect.stringContaining('/status/')));
    expect(code).toBe(0);
  });

  it('has what is offered there made, and says what that cost', async () => {
    const { doctor, env, runpod, paths } = await openPublic();
    const { code, stdout } = await doctor(['--job', '--mend'], env);
    for (const title of ['FLUX.1 schnell', 'FLUX.1 dev', 'Z-Image-Turbo']) {
      expect(stdout).toMatch(
        new RegExp(`✓ A job \\(${title}\\): PNG of 1024×1024; .* it cost 0\\.0\\d+ dollars\\.`),
      );
    }
    expect(code).toBe(0);
    expect(runpod.submissions()).toBe(3);
    expect(paths().filter((path) => /health|cancel|^\/rest/.test(path))).toEqual([]);
  });
});

it("looks at the scale of every endpoint, not only of the bot's own", async () => {
  const { doctor, folder, runpod } = await open({ otherEndpointIds: ['ink-endpoint'] });
  writeWorkflow(folder, 'ink', { manifest: { ...INK_MANIFEST, endpoint: 'ink-endpoint' } });
  const { stdout } = await doctor(['--mend'], { WORKFLOWS_DIR: folder });
  expect(stdout).toContain('✓ RunPod: it may have up to 3 workers.');
  expect(stdout).toContain('✓ RunPod (SDXL in ink): it may have up to 3 workers.');
  const asked = runpod.http.requests.filter(({ path }) => path.startsWith('/rest/'));
  expect(asked.map(({ path }) => path.split('/').at(-1))).toEqual([
    runpod.endpointId,
    'ink-endpoint',
  ]);
});

it('lists what is wrong with the configuration, and never a secret', async () => {
  const { doctor } = await open();
  const { code, stdout } = await doctor([], { DISCORD_TOKEN: 'two words', WORKER: 'mine' });
  expect(stdout).toMatch(/✗ Configuration: DISCORD_TOKEN must .*\n✗ Configuration: WORKER must be/);
  expect(stdout).not.toContain('two words');
  expect(code).toBe(1);
});

it.each([
  [['--face', 'me.png'], '--face needs --job as well.'],
  [['--jobs'], 'Wrong arguments: see npm run doctor -- --help.'],
  [['--job', '--face', 'nowhere.png'], '--face cannot be read: nowhere.png.'],
])('ends with 2 and a sentence for %j', async (args, sentence) => {
  const { doctor, runpod } = await open();
  expect(await doctor(args)).toMatchObject({ code: 2, stderr: `${sentence}\n` });
  expect(runpod.submissions()).toBe(0);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'takes its job back at %s, however often that comes',
  async (signal) => {
    const { runpod, folder, env } = await open();
    runpod.hold();
    // The doctor's look at the key is one, too.
    runpod.http.fault({ path: /cancel/, times: 2, delayMs: 1_500 });
    const child = spawn(process.execPath, [...program('doctor'), '--job'], { cwd: folder, env });
    const ended = once(child, 'exit');
    await expect.poll(() => runpod.jobs[0]?.status).toBe('IN_PROGRESS');
    child.kill(signal);
    const cancels = () => runpod.http.requests.filter(({ path }) => path.includes('cancel'));
    await expect.poll(cancels).toHaveLength(2);
    child.kill(signal);
    expect(await ended).toEqual([130, null]);
    expect(runpod.jobs[0]?.cancelRequested).toBe(true);
  },
);

it('takes its job back when nobody reads it any more', async () => {
  const { runpod, folder, env } = await open();
  runpod.hold();
  const child = spawn(process.execPath, [...program('doctor'), '--job'], { cwd: folder, env });
  const ended = once(child, 'exit');
  await expect.poll(() => runpod.jobs[0]?.status).toBe('IN_PROGRESS');
  child.stdout.destroy();
  child.stderr.destroy();
  runpod.release();
  await ended;
  await expect.poll(() => runpod.jobs.every(({ endedAt }) => endedAt !== undefined)).toBe(true);
});
