import { describe, it, expect } from 'vitest';
import sharp from 'sharp';
import { z } from 'zod';
import { WorkerError } from '../../../packages/stand-ins/runpod/worker-error.ts';
import { faceGraph, flatPhoto, photo, textGraph } from '../comfy/graphs.ts';
import { pngTextOf } from '../comfy/png-text-of.ts';
import { smallGraph, start, startWithClock } from './setup.ts';

const outputSchema = z.object({
  images: z.array(z.object({ filename: z.string(), data: z.base64(), type: z.string() })),
});

describe("the contract's worker", () => {
  it('gives the picture of a text graph as base64 of a PNG', async () => {
    const { finish, status } = await start();
    const { id } = await finish(textGraph());
    const shown = z.object({ output: outputSchema }).parse((await status(id)).body);
    const [image] = shown.output.images;
    expect(image).toMatchObject({ filename: 'ComfyUI_00001_.png', type: 'image/png' });
    expect(await sharp(Buffer.from(image?.data ?? '', 'base64')).metadata()).toMatchObject({
      format: 'png',
      width: 1024,
      height: 1024,
    });
  });

  it('makes a picture of a face graph', async () => {
    const { finish } = await start();
    const job = await finish(faceGraph(await photo()));
    expect(outputSchema.parse(job.output).images).toHaveLength(1);
  });

  it('gives every picture of a batch, each under a name of its own', async () => {
    const { finish } = await start();
    const job = await finish(textGraph({ '13': { width: 64, height: 64, batch_size: 2 } }));
    expect(outputSchema.parse(job.output).images.map(({ filename }) => filename)).toEqual([
      'ComfyUI_00001_.png',
      'ComfyUI_00002_.png',
    ]);
  });

  it('says what is installed when it is asked to describe itself', async () => {
    const { finish } = await start();
    const { status, output } = await finish({ describe: true });
    expect(status).toBe('COMPLETED');
    const { models, nodes } = z
      .strictObject({
        models: z.record(z.string(), z.array(z.string())),
        nodes: z.array(z.string()),
      })
      .parse(output);
    expect(models.checkpoints).toContain('sd_xl_base_1.0.safetensors');
    expect(models).not.toHaveProperty('custom_nodes');
    expect(nodes).toContain('KSampler');
  });

  it.each([
    ['an empty graph', {}],
    ['null', null],
    ['a text', 'sunset'],
  ])('finds no prompt in %s', async (_, input) => {
    const { finish } = await start();
    expect(await finish(input)).toMatchObject({
      status: 'FAILED',
      error: 'No prompt provided in input',
    });
  });

  it("gives ComfyUI's reasons for a refused graph by the contract", async () => {
    const { finish } = await start();
    const job = await finish(textGraph({ '1': { ckpt_name: 'gone.safetensors' } }));
    expect(job.status).toBe('FAILED');
    expect(job.error).toMatch(
      /^ComfyUI error: \[\{'type': 'prompt_outputs_failed_validation'.*\]$/,
    );
    expect(job.error).toContain("'value_not_in_list'");
    expect(job.error).toContain("ckpt_name: 'gone.safetensors' not in");
  });

  it('gives only an HTTP error for a refused graph as it was seen live', async () => {
    const { finish } = await start({ dialect: 'live' });
    expect(await finish(textGraph({ '10': { steps: 0 } }))).toMatchObject({
      status: 'FAILED',
      error: 'HTTP Error 400: Bad Request',
    });
  });

  it('reports a photo without a face as an error of the node, in the notation of Python', async () => {
    const { finish } = await start();
    const job = await finish(faceGraph(await flatPhoto()));
    expect(job.status).toBe('FAILED');
    expect(job.error).toMatch(/^ComfyUI error: \[\['execution_start', \{'prompt_id': '/);
    expect(job.error).toContain("['execution_error', {");
    expect(job.error).toContain("'exception_message': 'InsightFace: No face detected.'");
  });

  it('fails at a link that the class does not know, as Python does', async () => {
    const { finish } = await start();
    const job = await finish(textGraph({ '11': { clip: ['1', 1] } }));
    expect(job.error).toContain(`got an unexpected keyword argument 'clip'`);
  });

  it('says so when nothing was saved, but only shown', async () => {
    const { finish } = await start();
    const preview = { class_type: 'PreviewImage', inputs: { images: ['11', 0] } };
    expect(await finish({ ...smallGraph, '12': preview })).toMatchObject({
      status: 'FAILED',
      error: 'No output images produced',
    });
  });

  it('says that ComfyUI has died where it does not answer', async () => {
    const { sandbox, finish } = await start();
    sandbox.setComfyDown(true);
    expect((await finish(smallGraph)).error).toBe('ComfyUI process died unexpectedly');
  });

  it.each([
    ['a file name', 'face.png'],
    ['the placeholder of the contract', 'base64-encoded-face-image'],
    ['base64 of something else', Buffer.from('no picture here').toString('base64')],
  ])('leaves %s in place of a photo to ComfyUI, which refuses it', async (_, image) => {
    const { finish } = await start();
    expect((await finish(faceGraph(image))).error).toContain(`Invalid image file: ${image}`);
  });

  it('needs insightface for a face', async () => {
    const { finish } = await start({ installation: { insightface: false } });
    const job = await finish(faceGraph(await photo()));
    expect(job.error).toContain(`'exception_message': "No module named 'insightface'"`);
  });

  it('gives the same file again for the same graph, as ComfyUI made nothing new', async () => {
    const { finish } = await start({ workers: 1 });
    const [first, second] = [await finish(smallGraph), await finish(smallGraph)];
    expect(second.output).toEqual(first.output);
  });

  it('keeps no photo, neither on its disk nor in the picture', async () => {
    const { finish } = await start();
    const face = await photo();
    const job = await finish(faceGraph(face, { '13': { width: 64, height: 64 } }));
    const [image] = outputSchema.parse(job.output).images;
    const text = pngTextOf(Buffer.from(image?.data ?? '', 'base64')).get('prompt');
    expect(text).toContain(`"image":"${job.id}-6.png"`);
    expect(text).not.toContain(face);
  });

  it.each([
    ['contract', "'custom_validation_failed'"],
    ['live', 'HTTP Error 400: Bad Request'],
  ] as const)('breaks on a face where it hands the graph on untouched (%s)', async (...row) => {
    const [dialect, text] = row;
    const { finish } = await start({ dialect, naive: true });
    const job = await finish(faceGraph(await photo()));
    expect(job.status).toBe('FAILED');
    expect(job.error).toContain(text);
    expect((await finish(smallGraph)).status).toBe('COMPLETED');
  });

  it('gives up at its own time limit', async () => {
    const { clock, submit } = await startWithClock({ stepMs: 60_000 });
    const job = await submit(smallGraph, { executionTimeout: 1_200_000 });
    await clock.advance(599_999);
    expect(job.status).toBe('IN_PROGRESS');
    await clock.advance(60_001);
    expect(job.status).toBe('FAILED');
    expect(job.error).toMatch(/^Prompt [0-9a-f-]{36} did not complete within 600s$/);
  });

  it('takes a time that grows with the steps', async () => {
    const { clock, sandbox, submit } = await startWithClock({ stepMs: 100 });
    const job = await submit();
    await clock.advance(2000);
    await sandbox.waitFor((one) => one === job && one.status === 'COMPLETED');
    expect((job.endedAt ?? 0) - (job.startedAt ?? 0)).toBe(2000);
  });

  it('reports no progress by the contract', async () => {
    const { clock, submit, status } = await startWithClock({ stepMs: 100 });
    const { id } = await submit();
    await clock.advance(500);
    expect((await status(id)).body).toEqual({
      id,
      status: 'IN_PROGRESS',
      delayTime: 0,
      workerId: 'sandbox-worker-1',
    });
  });

  it('reports progress as output where it is switched on', async () => {
    const { clock, submit, status } = await startWithClock({ stepMs: 100, progress: true });
    const { id } = await submit();
    await clock.advance(500);
    expect((await status(id)).body).toMatchObject({
      status: 'IN_PROGRESS',
      output: { type: 'progress', value: 5, max: 20, percent: 25, node: '10' },
    });
  });

  it('shows a small JPEG of the step before in its reports where it is switched on', async () => {
    const options = { stepMs: 100, progress: true, previews: true };
    const { clock, submit, status } = await startWithClock(options);
    const { id } = await submit();
    const shown = z.object({ output: z.object({ preview: z.base64() }) });
    const asked = async () => {
      await clock.advance(100);
      return shown.safeParse((await status(id)).body).data;
    };
    await expect.poll(asked).toBeDefined();
    const { output } = shown.parse((await status(id)).body);
    const { format, width } = await sharp(Buffer.from(output.preview, 'base64')).metadata();
    expect({ format, width }).toEqual({ format: 'jpeg', width: 8 });
  });

  it.each<[WorkerError, string]>([
    [WorkerError.noPrompt(), 'No prompt provided in input'],
    [WorkerError.noPictures(), 'No output images produced'],
    [WorkerError.tooSlow('p1', 600_000), 'Prompt p1 did not complete within 600s'],
    [WorkerError.died(), 'ComfyUI process died'],
    [WorkerError.comfy([['execution_error', {}]]), "ComfyUI error: [['execution_error', {}]]"],
  ])('has the words of the contract for its errors (%s)', (error, text) => {
    expect(error.message.startsWith(text)).toBe(true);
  });
});
