import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { ShippedWorker } from '../../packages/stand-ins/runpod/shipped-worker.ts';
import type { ComfySettings } from '../../packages/stand-ins/comfy/comfy-settings.ts';
import { portrait } from '../commands/portrait.ts';
import { imagine, openStudio, shown, tellsOf, text } from '../support/imagine.ts';
import { phaseShown } from '../support/job-message.ts';

const PYTHON = process.env.PYTHON ?? 'python3';

/** A bot whose endpoint runs the shipped worker. */
async function open(
  settings: Partial<ComfySettings> = {},
  env: Readonly<Record<string, string>> = {},
) {
  const shipped = await ShippedWorker.start(PYTHON, settings);
  onTestFinished(() => shipped.close());
  const studio = await openStudio({ runpod: { worker: shipped.command, workers: 1 }, env });
  return { studio, shipped, comfy: shipped.comfy };
}

const me = async () => ({
  face: { name: 'me.png', bytes: await portrait() },
  face_consent: true,
});
const answer = z.object({ images: z.array(z.object({ data: z.string() })) });

/** Every file below ComfyUI's folder. */
function filesOf({ folder }: ShippedWorker): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

it('makes a picture from words', async () => {
  const { studio } = await open();
  await imagine(studio, { aspect_ratio: '16:9' });
  const done = await studio.discord.waitFor(shown);
  const file = studio.discord.file(done, done.files[0]?.filename ?? '');
  const { width, height, format } = await sharp(file).metadata();
  expect([width, height, format]).toEqual([1344, 768, 'png']);
});

it.each<[string, Partial<ComfySettings>]>([
  ['all it could wish for', {}],
  ['no LoRA', { without: ['ip-adapter-faceid_sdxl_lora.safetensors'] }],
  ['no ViT-H', { without: ['CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors'] }],
])('makes a picture from a face with %s installed, and keeps none of it', async (_, settings) => {
  const { studio, shipped } = await open({ ...settings, metadata: true });
  await imagine(studio, await me());
  const done = await studio.discord.waitFor(shown);
  expect(done.files).toHaveLength(1);
  const [job] = studio.runpod.jobs;
  const photo = /"LoadImage","inputs":\{"image":"([^"]+)"/.exec(JSON.stringify(job?.input))?.[1];
  expect(photo?.length).toBeGreaterThan(500);
  await expect.poll(() => filesOf(shipped)).toEqual([]);
  for (const { data } of answer.parse(job?.output).images) {
    const picture = Buffer.from(data, 'base64');
    expect(picture.includes(Buffer.from(photo ?? '', 'base64').subarray(200, 300))).toBe(false);
    expect(picture.toString('latin1')).not.toMatch(/class_type|darkroom-/);
  }
});

it('makes a picture from a face by the model that needs no insightface', async () => {
  const { studio } = await open(
    { insightface: false, without: ['ip-adapter-faceid_sdxl.bin'] },
    {
      IPADAPTER_FILE: 'ip-adapter-plus-face_sdxl_vit-h.safetensors',
      CLIP_VISION_NAME: 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors',
    },
  );
  await imagine(studio, await me());
  expect((await studio.discord.waitFor(shown)).files).toHaveLength(1);
});

it('reports how far it is', async () => {
  const { studio } = await open({ stepMs: 450 });
  await imagine(studio);
  await studio.discord.waitFor((message) => /▰.*[1-9]\d?%/.test(text(message)));
  await studio.discord.waitFor(shown);
});

it('stops the picture in ComfyUI when it is cancelled, and makes the next', async () => {
  const { studio, comfy, shipped } = await open({ stepMs: 400 });
  const { message } = await (await imagine(studio, await me())).answered;
  if (!message) throw new Error('no message');
  const { discord } = studio;
  await discord.waitFor((one) => one.id === message.id && text(one).includes('▱'));
  await discord.click({ by: discord.world.people.ada, message, label: 'Cancel' });
  await discord.waitFor((one) => phaseShown(one) === 'cancelled');
  await expect.poll(() => comfy.http.requests.some(({ path }) => path === '/interrupt')).toBe(true);
  await expect.poll(() => filesOf(shipped)).toEqual([]);
  comfy.comfy.change({ stepMs: 1 });
  await imagine(studio, { prompt: 'another' });
  await discord.waitFor(shown);
});

it('says that there is no face in the photo', async () => {
  const { studio, shipped } = await open();
  const flat = { create: { width: 200, height: 200, channels: 3, background: 'teal' } } as const;
  const bytes = await sharp(flat).png().toBuffer();
  await imagine(studio, { face: { name: 'flat.png', bytes }, face_consent: true });
  await studio.discord.waitFor(tellsOf('no_face'));
  await expect.poll(() => filesOf(shipped)).toEqual([]);
});

it.each<[string, Partial<ComfySettings>, boolean, Parameters<typeof tellsOf>[0]]>([
  ['the checkpoint', { without: ['sd_xl_base_1.0.safetensors'] }, false, 'model_missing'],
  ['insightface', { insightface: false }, true, 'model_missing'],
  ['the face model', { without: ['ip-adapter-faceid_sdxl.bin'] }, true, 'model_missing'],
])('says that %s is missing', async (_, settings, face, code) => {
  const { studio } = await open(settings);
  await imagine(studio, face ? await me() : {});
  await studio.discord.waitFor(tellsOf(code));
});

it('says that the GPU ran out of memory', async () => {
  const { studio } = await open({
    fail: {
      node_class: 'KSampler',
      exception_type: 'torch.OutOfMemoryError',
      exception_message: 'Allocation on device',
    },
  });
  await imagine(studio);
  await studio.discord.waitFor(tellsOf('out_of_memory'));
});

it('makes the same picture twice', async () => {
  const { studio } = await open();
  for (const index of [0, 1]) {
    const { message } = await (await imagine(studio, { seed: 7 })).answered;
    const done = await studio.discord.waitFor((one) => one.id === message?.id && shown(one));
    expect([index, done.files.length]).toEqual([index, 1]);
  }
});

it('tells its log nothing of words, faces and files', async () => {
  const { studio, shipped } = await open();
  await imagine(studio, { prompt: 'a secret garden', ...(await me()) });
  await studio.discord.waitFor(shown);
  const said = studio.runpod.workerLines.join('\n');
  expect(said).toMatch(/job .* done/);
  expect(said).not.toMatch(/secret garden|\.jpg|\.png|[\w+/]{60}/);
  expect(said).not.toContain(shipped.folder);
});

it('tells of a disk that takes no picture', async () => {
  const { studio, comfy } = await open();
  comfy.http.fault({ path: /^\/upload/, answer: { status: 500 } });
  await imagine(studio, await me());
  await studio.discord.waitFor(tellsOf('worker_disk'));
});

it('is started again after its process was killed, and the job ends with a sentence', async () => {
  const { studio, comfy } = await open({ stepMs: 300 });
  await imagine(studio);
  await expect.poll(() => comfy.http.requests.some(({ path }) => path === '/prompt')).toBe(true);
  await studio.runpod.killWorkers();
  await studio.discord.waitFor(tellsOf('worker_died'));
  comfy.comfy.change({ stepMs: 1 });
  await imagine(studio, { prompt: 'another' });
  await studio.discord.waitFor(shown);
});
