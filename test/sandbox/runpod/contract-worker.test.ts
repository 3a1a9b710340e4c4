import { describe, it, expect } from 'vitest';
import sharp from 'sharp';
import { z } from 'zod';
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
});
