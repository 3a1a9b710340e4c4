import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { RunPodSandboxOptions } from '../packages/stand-ins/runpod/runpod-sandbox.ts';
import { portrait } from './commands/portrait.ts';
import { imagine, openStudio, shown, tellsOf } from './support/imagine.ts';
import { phaseShown } from './support/job-message.ts';

/** A bot whose endpoint runs RunPod's worker-comfyui. */
const open = (runpod: RunPodSandboxOptions = {}, env: Readonly<Record<string, string>> = {}) =>
  openStudio({
    runpod: { ...runpod, worker: 'worker-comfyui' },
    env: { WORKER: 'worker-comfyui', ...env },
  });

const me = async () => ({
  face: { name: 'me.png', bytes: await portrait() },
  face_consent: true,
});

it('makes a picture from words', async () => {
  const studio = await open();
  await imagine(studio, { aspect_ratio: '9:16' });
  const done = await studio.discord.waitFor(shown);
  const file = studio.discord.file(done, done.files[0]?.filename ?? '');
  const { width, height } = await sharp(file).metadata();
  expect([width, height]).toEqual([768, 1344]);
});

it.each(['plus-face', 'faceid'])('makes a picture from a face by %s', async (FACE_WORKFLOW) => {
  const studio = await open({}, { FACE_WORKFLOW });
  await imagine(studio, await me());
  const done = await studio.discord.waitFor(shown);
  expect(done.files).toHaveLength(1);
  expect(JSON.stringify(studio.runpod.jobs[0]?.input)).toContain('sd_xl_base_1.0.safetensors');
});

it('sends every photo under a name of its own', async () => {
  const studio = await open();
  await imagine(studio, await me());
  await studio.discord.waitFor(shown);
  const { message } = await (await imagine(studio, await me())).answered;
  await studio.discord.waitFor((one) => one.id === message?.id && shown(one));
  const names = studio.runpod.jobs.map(
    ({ input }) => /"name":"(darkroom-[\w-]+\.jpg)"/.exec(JSON.stringify(input))?.[1],
  );
  expect(new Set(names).size).toBe(2);
});

describe('pictures in a bucket', () => {
  it('are shown where its host is named', async () => {
    // The sandbox's address is known only once it is there, so the bot is told of it afterwards.
    const studio = await open({ bucket: true });
    await studio.stopBot();
    await studio.startBot({ RESULT_HOSTS: studio.runpod.http.url });
    await imagine(studio);
    expect((await studio.discord.waitFor(shown)).files).toHaveLength(1);
  });

  it('are not fetched where it is not, and the operator reads which host that was', async () => {
    const studio = await open({ bucket: true });
    await imagine(studio);
    await studio.discord.waitFor(tellsOf('pictures_elsewhere'));
    expect(studio.logged.join('')).toContain(new URL(studio.runpod.http.url).host);
    expect(studio.runpod.http.requests.filter(({ path }) => path.startsWith('/bucket'))).toEqual(
      [],
    );
  });
});

it.each<[string, RunPodSandboxOptions, boolean, Parameters<typeof tellsOf>[0]]>([
  [
    'a checkpoint',
    { installation: { without: ['sd_xl_base_1.0.safetensors'] } },
    false,
    'model_missing',
  ],
  [
    'ViT-H',
    { installation: { without: ['CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors'] } },
    true,
    'model_missing',
  ],
  ['the custom nodes', { installation: { without: ['IPAdapterAdvanced'] } }, true, 'graph_refused'],
])('says that %s is missing', async (_, runpod, face, code) => {
  const studio = await open(runpod);
  await imagine(studio, face ? await me() : {});
  await studio.discord.waitFor(tellsOf(code));
});

it('says that the worker lost its ComfyUI', async () => {
  const studio = await open();
  studio.runpod.setComfyDown(true);
  await imagine(studio);
  await studio.discord.waitFor(tellsOf('worker_died'));
});

it('says that this is a worker of the other kind', async () => {
  const studio = await openStudio({ runpod: { worker: 'worker-comfyui' } });
  await imagine(studio);
  await studio.discord.waitFor(tellsOf('graph_refused'));
  expect(studio.logged.join('')).toContain("Missing 'workflow' parameter");
});

it('shows what there is where one of several pictures was lost', async () => {
  const studio = await open();
  const data = (
    await sharp({ create: { width: 8, height: 8, channels: 3, background: 'teal' } })
      .png()
      .toBuffer()
  ).toString('base64');
  const images = [{ filename: 'ComfyUI_00001_.png', type: 'base64', data }];
  studio.runpod.script({ output: { images, errors: ['Failed to fetch image data'] } });
  await imagine(studio);
  expect((await studio.discord.waitFor(shown)).files).toHaveLength(1);
  expect(studio.logged.join('')).toContain('Failed to fetch image data');
});

it('keeps a cancelled picture to itself, though the worker goes on', async () => {
  const studio = await open({ cancelMs: 300 });
  // However late it is cancelled, it is not over by then.
  studio.runpod.hold();
  const { message } = await (await imagine(studio)).answered;
  if (!message) throw new Error('no message');
  const { discord, runpod } = studio;
  await runpod.waitFor(({ status }) => status === 'IN_PROGRESS');
  await discord.click({ by: discord.world.people.ada, message, label: 'Cancel' });
  await discord.waitFor((one) => phaseShown(one) === 'cancelled');
  runpod.release();
  await runpod.waitFor(({ endedAt }) => endedAt !== undefined);
  expect(discord.messages(discord.world.channels.general).flatMap(({ files }) => files)).toEqual(
    [],
  );
});
