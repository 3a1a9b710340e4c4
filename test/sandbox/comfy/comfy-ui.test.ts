import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, expect } from 'vitest';
import sharp from 'sharp';
import type { GraphNode } from '../../../packages/stand-ins/comfy/graph.ts';
import { failureOf, give, pictureNamed, startComfy } from './comfy.ts';
import { changed, faceGraph, faceIdGraph, flatPhoto, photo, textGraph } from './graphs.ts';
import faceIdUnified from './graphs/faceid-unified.json' with { type: 'json' };
import faceId from '../../comfy/fixtures/faceid.json' with { type: 'json' };
import plusFaceBase64 from './graphs/plus-face-etn-base64.json' with { type: 'json' };
import plusFaceUnified from './graphs/plus-face-unified.json' with { type: 'json' };
import plusFace from '../../comfy/fixtures/plus-face.json' with { type: 'json' };
import plus from './graphs/plus.json' with { type: 'json' };

const small = { '13': { width: 64, height: 64 } };
const VIT_G = 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors';

describe('the stand-in for ComfyUI', () => {
  it.each<[string, Readonly<Record<string, GraphNode>>]>([
    ['faceid', faceId],
    ['faceid-contract-files', faceIdGraph()],
    ['faceid-unified', faceIdUnified],
    ['plus', plus],
    ['plus-face', plusFace],
    ['plus-face-unified', plusFaceUnified],
  ])('runs the graph %s to a picture', async (_, graph) => {
    const { comfy, run } = await startComfy();
    const entry = await run(changed(graph, small));
    expect(entry.status).toMatchObject({ status_str: 'success', completed: true });
    expect(entry.outputs).toEqual({ '12': pictureNamed('ComfyUI_00001_.png') });
    const file = readFileSync(join(comfy.files.folder, 'output', 'ComfyUI_00001_.png'));
    expect(await sharp(file).metadata()).toMatchObject({ format: 'png', width: 64, height: 64 });
  });

  it('runs a graph around bare base64, and refuses a data URI', async () => {
    const { run } = await startComfy();
    const around = (image: string) => changed(plusFaceBase64, { ...small, '6': { image } });
    expect((await run(around(await photo()))).status.completed).toBe(true);
    const refused = failureOf(await run(around(`data:image/png;base64,${await photo()}`)));
    expect(refused).toMatchObject({ event: 'execution_error', node_id: '6' });
  });

  it('refuses the face graph of the contract even with its inputs mended, for its clip', async () => {
    const { comfy, run } = await startComfy();
    expect(comfy.submit({ prompt: faceGraph('base64') })).toMatchObject({
      ok: false,
      error: { type: 'prompt_outputs_failed_validation' },
    });
    const mended = {
      weight_type: 'linear',
      start_at: 0,
      end_at: 1,
      combine_embeds: 'average',
    };
    const graph = faceGraph('face.png', { ...small, '5': mended });
    expect(failureOf(await run(graph))).toMatchObject({
      node_id: '5',
      exception_type: 'TypeError',
      exception_message:
        "IPAdapterAdvanced.apply_ipadapter() got an unexpected keyword argument 'clip'",
    });
    const without = faceGraph('face.png', { ...small, '5': { ...mended, clip: undefined } });
    expect(failureOf(await run(without))).toMatchObject({
      node_id: '5',
      exception_type: 'Exception',
      exception_message: 'insightface model is required for FaceID models',
    });
  });

  it.each<[string, string, Readonly<Record<string, GraphNode>>, string, string]>([
    [
      'plus-face with the vision model of the contract',
      'proj_in.weight',
      changed(plusFace, { '3': { clip_name: VIT_G } }),
      '5',
      'RuntimeError',
    ],
    [
      'an adapter without a vision model',
      'Missing CLIPVision model.',
      changed(plusFace, { '5': { clip_vision: undefined } }),
      '5',
      'Exception',
    ],
  ])('fails at %s', async (_, text, graph, id, type) => {
    const { run } = await startComfy();
    const failure = failureOf(await run(graph));
    expect(failure).toMatchObject({ node_id: id, exception_type: type });
    expect(JSON.stringify(failure)).toContain(text);
  });

  it('needs insightface for FaceID, and for nothing else', async () => {
    const { run } = await startComfy({ insightface: false });
    expect(failureOf(await run(faceIdGraph(small)))).toMatchObject({
      node_id: '14',
      node_type: 'IPAdapterInsightFaceLoader',
      exception_type: 'ModuleNotFoundError',
      exception_message: "No module named 'insightface'",
    });
    expect((await run(changed(plusFace, small))).status.completed).toBe(true);
  });

  it('looks for a face with FaceID, and for nothing else', async () => {
    const { comfy, run } = await startComfy();
    give(comfy, 'face.png', await flatPhoto());
    expect(failureOf(await run(faceIdGraph(small)))).toMatchObject({
      node_id: '5',
      node_type: 'IPAdapterFaceID',
      exception_message: 'InsightFace: No face detected.',
    });
    expect((await run(changed(plusFace, small))).status.completed).toBe(true);
  });

  it('fails at a photo that cannot be decoded', async () => {
    const { comfy, run } = await startComfy();
    give(comfy, 'face.png', (await photo()).slice(0, 40));
    expect(failureOf(await run(faceIdGraph(small)))).toMatchObject({
      node_id: '6',
      exception_type: 'PIL.UnidentifiedImageError',
    });
  });

  it('tells a failure with all that went into the node, which is long', async () => {
    const { comfy, run } = await startComfy();
    give(comfy, 'face.png', await flatPhoto());
    const failure = failureOf(await run(faceIdGraph(small)));
    expect(failure).toMatchObject({
      executed: expect.arrayContaining(['1', '6', '14']) as string[],
      traceback: [expect.any(String), expect.any(String)] as string[],
      current_inputs: { weight: [1], ipadapter: [expect.stringContaining('tensor(')] },
    });
    expect(JSON.stringify(failure).length).toBeGreaterThan(100_000);
  });

  it('fails as it is told to, at every node of a class', async () => {
    const fail = {
      node_class: 'VAEDecode',
      exception_type: 'torch.OutOfMemoryError',
      exception_message: 'Allocation on device',
    };
    const { comfy, run } = await startComfy({ fail });
    expect(failureOf(await run(textGraph(small)))).toMatchObject({
      node_id: '11',
      exception_type: fail.exception_type,
      exception_message: fail.exception_message,
    });
    comfy.change({ fail: null });
    expect((await run(textGraph(small))).status.completed).toBe(true);
  });
});
