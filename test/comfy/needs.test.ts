import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allNeeds, needsOf, recipeNeeds } from '../../src/workers/needs.ts';
import { defineRecipe } from '../../src/recipes/recipe.ts';
import { face } from '../../src/recipes/face.ts';
import { text } from '../../src/recipes/text.ts';

const VIT_H = 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors';
const BIG_G = 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors';

const models = {
  checkpoint: 'sd_xl_base_1.0.safetensors',
  ipAdapterFile: 'ip-adapter-faceid_sdxl.bin',
  clipVisionName: BIG_G,
};

describe('what a graph needs', () => {
  it('is its node classes, and the model files that they name by folder', () => {
    const graph = {
      '1': { class_type: 'UNETLoader', inputs: { unet_name: 'flux.safetensors' } },
      '2': {
        class_type: 'DualCLIPLoader',
        inputs: { clip_name1: 'l.safetensors', clip_name2: 't5.safetensors', type: 'flux' },
      },
      '3': { class_type: 'UpscaleModelLoader', inputs: { model_name: '4x.pth' } },
      '4': { class_type: 'UpscaleModelLoader', inputs: { model_name: '4x.pth' } },
      '5': { class_type: 'SaveImage', inputs: { filename_prefix: 'a.png', images: ['4', 0] } },
    };
    expect(needsOf(graph)).toEqual({
      nodes: ['DualCLIPLoader', 'SaveImage', 'UNETLoader', 'UpscaleModelLoader'],
      models: [
        { folder: 'diffusion_models', files: ['flux.safetensors'] },
        { folder: 'text_encoders', files: ['l.safetensors'] },
        { folder: 'text_encoders', files: ['t5.safetensors'] },
        { folder: 'upscale_models', files: ['4x.pth'] },
      ],
    });
  });

  it.each([['pixel_space'], ['taesdxl'], ['None'], [''], [['1', 0]], [5], [null]])(
    'is no file where its input is %j',
    (name) => {
      const graph = { '1': { class_type: 'VAELoader', inputs: { vae_name: name } } };
      expect(needsOf(graph).models).toEqual([]);
    },
  );

  it('is no file of an entry that is switched off', () => {
    const lora = (on: boolean, name: string) => ({ on, lora: name, strength: 1 });
    const inputs = { lora_1: lora(false, 'a.safetensors'), lora_2: lora(true, 'b.safetensors') };
    const graph = { '1': { class_type: 'Power Lora Loader (rgthree)', inputs } };
    expect(needsOf(graph).models).toEqual([{ folder: 'loras', files: ['b.safetensors'] }]);
  });

  it('is no checkpoint where a node that loads none brings its own file', () => {
    const graph = {
      '1': { class_type: 'RIFE VFI', inputs: { ckpt_name: 'rife47.pth' } },
      '2': { class_type: 'My Checkpoint', inputs: { ckpt_name: 'a.safetensors' } },
    };
    expect(needsOf(graph).models).toEqual([{ folder: 'checkpoints', files: ['a.safetensors'] }]);
  });

  it('is whatever it is, for any graph at all', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (graph) => {
        const json: unknown = JSON.parse(JSON.stringify(graph));
        // As the type has it that graphs from files are given.
        expect(needsOf(json as Parameters<typeof needsOf>[0]).models).toEqual([]);
      }),
    );
  });

  it('is each once for several graphs', () => {
    const one = needsOf({ '1': { class_type: 'VAELoader', inputs: { vae_name: 'v.pt' } } });
    expect(allNeeds([one, one])).toEqual(one);
    expect(allNeeds([])).toEqual({ nodes: [], models: [] });
  });
});

describe('what a recipe needs', () => {
  it('is its checkpoint and stock nodes for words', () => {
    const { nodes, models: files } = recipeNeeds(text, { models, faceWorkflow: 'face-reference' });
    expect(nodes).toEqual([
      'CLIPTextEncode',
      'CheckpointLoaderSimple',
      'EmptyLatentImage',
      'KSampler',
      'SaveImage',
      'VAEDecode',
    ]);
    expect(files).toEqual([{ folder: 'checkpoints', files: [models.checkpoint] }]);
  });

  it("is what the contract's worker makes of its face node, with any CLIP vision that will do", () => {
    const needs = recipeNeeds(face, { models, faceWorkflow: 'face-reference' });
    expect(needs.nodes).toContain('IPAdapterFaceID');
    expect(needs.nodes).toContain('IPAdapterInsightFaceLoader');
    expect(needs.nodes).not.toContain('IPAdapterAdvanced');
    expect(needs.models).toEqual([
      { folder: 'checkpoints', files: [models.checkpoint] },
      { folder: 'clip_vision', files: [VIT_H, BIG_G] },
      { folder: 'ipadapter', files: [models.ipAdapterFile] },
    ]);
  });

  it('is no insightface for a model that is not FaceID', () => {
    const ipAdapterFile = 'ip-adapter-plus-face_sdxl_vit-h.safetensors';
    const parts = { ...models, ipAdapterFile, clipVisionName: VIT_H };
    const needs = recipeNeeds(face, { models: parts, faceWorkflow: 'face-reference' });
    expect(needs.nodes).toContain('IPAdapterAdvanced');
    expect(needs.nodes).not.toContain('IPAdapterInsightFaceLoader');
    expect(needs.models).toContainEqual({ folder: 'clip_vision', files: [VIT_H] });
  });

  it('is exactly what stands in the graph where its nodes are stock ones', () => {
    const parts = { ...models, clipVisionName: VIT_H };
    const needs = recipeNeeds(face, { models: parts, faceWorkflow: 'faceid' });
    expect(needs.models).toContainEqual({ folder: 'clip_vision', files: [VIT_H] });
    expect(needs.models).toContainEqual({
      folder: 'loras',
      files: ['ip-adapter-faceid_sdxl_lora.safetensors'],
    });
  });

  it('is the file of every choice that has a name here, and not of those that the worker has', () => {
    const styled = defineRecipe({
      name: 'styled',
      options: {
        words: { kind: 'text', min: 5, max: 10 },
        style: { kind: 'choice', names: ['ink.pt', 'oil.pt'], default: 'ink.pt' },
        model: { kind: 'choice', names: ['a.pt', 'b.pt'], default: 'a.pt', anyOf: 'checkpoints' },
      },
      models: [],
      work: () => 1,
      graph: ({ style, model }) => ({
        '1': { class_type: 'LoraLoaderModelOnly', inputs: { lora_name: style } },
        '2': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: model } },
      }),
    });
    const needs = recipeNeeds(styled, { models, faceWorkflow: 'faceid' });
    expect(needs.models.flatMap(({ files }) => files)).toEqual(['a.pt', 'ink.pt', 'oil.pt']);
  });
});
