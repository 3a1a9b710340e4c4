import { describe, it, expect } from 'vitest';
import sharp from 'sharp';
import { z } from 'zod';
import type { RunPodSandboxOptions } from '../../../packages/stand-ins/runpod/runpod-sandbox.ts';
import { faceIdGraph, photo, textGraph } from '../comfy/graphs.ts';
import { smallGraph, start, startWithClock } from './setup.ts';

const outputSchema = z.object({
  images: z.array(z.object({ filename: z.string(), type: z.string(), data: z.string() })),
});
const preview = { class_type: 'PreviewImage', inputs: { images: ['11', 0] } };
const small = { '13': { width: 64, height: 64 } };

const open = (options: RunPodSandboxOptions = {}) =>
  start({ worker: 'worker-comfyui', ...options });

describe("RunPod's worker-comfyui", () => {
  it('gives the picture of a workflow as base64', async () => {
    const { finish } = await open();
    const job = await finish({ workflow: smallGraph });
    expect(job.status).toBe('COMPLETED');
    const [image] = outputSchema.parse(job.output).images;
    expect(image).toMatchObject({ filename: 'ComfyUI_00001_.png', type: 'base64' });
    const png = await sharp(Buffer.from(image?.data ?? '', 'base64')).metadata();
    expect(png).toMatchObject({ format: 'png', width: 64 });
  });

  it.each(['', 'data:image/png;base64,'])(
    'uploads pictures first (%j before base64)',
    async (head) => {
      const { finish } = await open();
      const job = await finish({
        workflow: faceIdGraph({ ...small, '6': { image: 'mine.png' } }),
        images: [{ name: 'mine.png', image: head + (await photo()) }],
      });
      expect(outputSchema.parse(job.output).images).toHaveLength(1);
    },
  );

  it.each<[string, unknown, string]>([
    ['a bare graph', smallGraph, "Missing 'workflow' parameter"],
    ['null', null, 'Please provide input'],
    ['a text that is no JSON', 'a sunset', 'Invalid JSON format in input'],
    [
      'images without names',
      { workflow: smallGraph, images: [{ image: 'x' }] },
      "'images' must be a list of objects with 'name' and 'image' keys",
    ],
    [
      'an unknown class',
      { workflow: { '1': { class_type: 'Nope', inputs: {} } } },
      'Node \'Nope\' not found. The custom node may not be installed.. Raw response: {"error":{',
    ],
  ])('fails at %s', async (_, input, text) => {
    const { finish } = await open();
    const job = await finish(input);
    expect(job.status).toBe('FAILED');
    expect(String(job.error).startsWith(text)).toBe(true);
  });

  it('fails at an unknown class in the words of an older ComfyUI where it plays one', async () => {
    const { finish } = await open({ missingNode: 'invalid_prompt' });
    const job = await finish({ workflow: { '1': { class_type: 'Nope', inputs: {} } } });
    expect(job.error).toMatch(
      /^Cannot execute because node Nope does not exist\.\. Raw response: \{/,
    );
  });

  it("says ComfyUI's reasons, and a photo with them", async () => {
    const { finish } = await open();
    const face = await photo();
    const job = await finish({ workflow: faceIdGraph({ '6': { image: face } }) });
    expect(job.error).toMatch(/^Workflow validation failed:\n• Node 6 \(errors\): \[\{'type': /);
    expect(job.error).toContain(`Invalid image file: ${face}`);
    expect(job.error).toContain('\n• Node 6 (class_type): LoadImage');
  });

  it('names the checkpoints that are there where one is not', async () => {
    const { finish } = await open({ installation: { without: ['sd_xl_base_1.0.safetensors'] } });
    const job = await finish({ workflow: faceIdGraph({ '6': { image: 'x.png' } }) });
    expect(job.error).toContain(
      '\n\nAvailable checkpoint models: lustifySDXLNSFW_ggwpV7.safetensors',
    );
  });

  it.each([
    ['../x.png', 'aGk=', 'Error uploading ../x.png: 400 Client Error'],
    ['x.png', 'aGk', 'Error decoding base64 for x.png: Incorrect padding'],
  ])('fails at an upload (%s)', async (name, image, text) => {
    const { finish } = await open();
    const job = await finish({ workflow: smallGraph, images: [{ name, image }] });
    expect(job).toMatchObject({
      status: 'FAILED',
      error: 'Failed to upload one or more input images',
      output: { details: [expect.stringContaining(text)] },
    });
  });

  it('tells a failed node under details', async () => {
    const { finish } = await open({ installation: { insightface: false } });
    const job = await finish({
      workflow: faceIdGraph({ '6': { image: 'x.png' } }),
      images: [{ name: 'x.png', image: await photo() }],
    });
    expect(job).toMatchObject({
      status: 'FAILED',
      error: 'Job processing failed',
      output: {
        details: [
          "Workflow execution error: Node Type: IPAdapterInsightFaceLoader, Node ID: 14, Message: No module named 'insightface'",
        ],
      },
    });
  });

  it('completes with errors beside the pictures that could be made', async () => {
    const { finish } = await open();
    const outside = {
      class_type: 'SaveImage',
      inputs: { images: ['11', 0], filename_prefix: '../x' },
    };
    const job = await finish({ workflow: { ...smallGraph, '20': outside } });
    expect(job).toMatchObject({
      status: 'COMPLETED',
      output: {
        images: [{ type: 'base64' }],
        errors: [expect.stringContaining('Workflow execution error: Node Type: SaveImage')],
      },
    });
  });

  it('completes with no pictures where a workflow saves none', async () => {
    const { finish } = await open();
    const job = await finish({ workflow: { ...smallGraph, '12': preview } });
    expect(job).toMatchObject({
      status: 'COMPLETED',
      output: { status: 'success_no_images', images: [] },
    });
  });

  it('gives the address of a picture in a bucket, which can be fetched until it is emptied', async () => {
    const { sandbox, finish } = await open({ bucket: true });
    const job = await finish({ workflow: smallGraph });
    const [image] = outputSchema.parse(job.output).images;
    expect(image?.type).toBe('s3_url');
    const fetched = await fetch(image?.data ?? '');
    expect((await sharp(await fetched.arrayBuffer()).metadata()).width).toBe(64);
    sandbox.bucket.empty();
    expect((await fetch(image?.data ?? '')).status).toBe(404);
  });

  it('says where it does not reach ComfyUI', async () => {
    const { sandbox, finish } = await open();
    sandbox.setComfyDown(true);
    expect((await finish({ workflow: smallGraph })).error).toBe(
      'ComfyUI server (127.0.0.1:8188) not reachable after multiple retries.',
    );
  });

  it('reports no progress, and knows no time limit', async () => {
    const { clock, submit, status } = await startWithClock({
      worker: 'worker-comfyui',
      progress: true,
      stepMs: 60_000,
    });
    const job = await submit({ workflow: smallGraph }, { executionTimeout: 3_600_000 });
    await clock.advance(19 * 60_000);
    expect((await status(job.id)).body).toEqual({
      id: job.id,
      status: 'IN_PROGRESS',
      delayTime: 0,
      workerId: 'sandbox-worker-1',
    });
  });

  it('goes on when its job is cancelled, and takes the next one only then', async () => {
    const { clock, sandbox, submit, cancel } = await startWithClock({
      worker: 'worker-comfyui',
      workers: 1,
      stepMs: 1000,
    });
    const first = await submit({ workflow: smallGraph });
    await clock.advance(1000);
    await cancel(first.id);
    const second = await submit({ workflow: textGraph({ ...small, '10': { seed: 2 } }) });
    await clock.advance(1000);
    expect([first.status, second.status]).toEqual(['CANCELLED', 'IN_QUEUE']);
    await clock.advance(20_000);
    await sandbox.waitFor((job) => job === second && job.status === 'IN_PROGRESS');
  });
});
