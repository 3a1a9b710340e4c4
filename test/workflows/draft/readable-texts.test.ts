import { describe, expect, it } from 'vitest';
import {
  readFolder,
  fromPicture,
  node,
  sampler,
  sdxl,
  type Inputs,
  type Nodes,
} from '../../support/sdxl-workflow.ts';
import { folderName } from '../../../src/workflows/draft/add-workflow.ts';
import { drafted, table } from './draft.ts';

const described = (changes: Nodes, type: string, isGeneral = true) =>
  drafted(sdxl(changes), { isGeneral }).manifest.nodes.find((entry) => entry.type === type);

describe('a name that is too long', () => {
  it('ends with a whole word', () => {
    expect(folderName('a_workflow_for_the_portraits_of_foxes.json')).toBe(
      'a_workflow_for_the_portraits_of',
    );
    expect(folderName('A workflow for the portraits of ox.json')).toBe(
      'a-workflow-for-the-portraits-of',
    );
    expect(folderName(`${'a'.repeat(40)}.json`)).toBe('a'.repeat(32));
  });
});

describe("a picture's title", () => {
  const titled = (title: string) =>
    described(
      fromPicture({ ...node('LoadImage', { image: 'a.png' }), ...{ _meta: { title } } }),
      'image',
    );

  it.each([
    ['Photo of the room', 'Photo of the room'],
    ['Façade', 'Façade'],
    ['上传图片', 'A picture to work from'],
    ['Исходное фото', 'A picture to work from'],
    ['Image 图片', 'A picture to work from'],
    ['1️⃣', 'A picture to work from'],
  ])('is its description where members can read it: %s', (title, description) => {
    expect(titled(title)).toMatchObject({ description });
  });
});

describe('a further text', () => {
  const titled = (title: string) =>
    described(
      {
        '6': sampler({ positive: ['20', 0] }),
        '20': node('ConditioningCombine', { conditioning_1: ['3', 0], conditioning_2: ['21', 0] }),
        '21': {
          ...node('CLIPTextEncode', { text: 'at night', clip: ['1', 1] }),
          ...{ _meta: { title } },
        },
      },
      'text',
    );

  it.each([
    ['The sky', 'The sky'],
    ['CLIP Text Encode (Prompt)', 'More words'],
    ['Prompt', 'More words'],
    ['天空', 'More words'],
  ])('is described by what its author calls it: %s', (title, description) => {
    expect(titled(title)).toMatchObject({ description });
  });
});

describe("a face's picture", () => {
  const face = (image: readonly [string, number]): Nodes => ({
    '6': sampler({ model: ['20', 0], latent_image: ['10', 0] }),
    '9': node('LoadImage', { image: 'a.png' }),
    '10': node('VAEEncode', { pixels: ['11', 0], vae: ['1', 2] }),
    '11': node('LoadImage', { image: 'b.png' }),
    '20': node('ApplyPulid', { model: ['1', 0], image, weight: 0.8 }),
  });
  const all = (changes: Nodes) => JSON.stringify(drafted(sdxl(changes)).manifest);

  it('is described as that of a person, if it serves nothing else', () => {
    expect(all(face(['9', 0]))).toContain('A picture of the person to show');
    expect(all(face(['11', 0]))).not.toContain('A picture of the person to show');
  });
});

describe('a text for a part of the picture', () => {
  const within = (className: string, area: Inputs): Nodes => ({
    '6': sampler({ positive: ['20', 0] }),
    '20': node('ConditioningCombine', { conditioning_1: ['3', 0], conditioning_2: ['22', 0] }),
    '21': node('CLIPTextEncode', { text: 'at night', clip: ['1', 1] }),
    '22': node(className, { conditioning: ['21', 0], strength: 1, x: 0, y: 0, ...area }),
  });

  it.each([
    [{ width: 1024, height: 384 }, 'What the top of the picture shows'],
    [{ width: 1024, height: 384, y: 640 }, 'What the bottom of the picture shows'],
    [{ width: 512, height: 512, x: 512 }, 'What the top right of the picture shows'],
    [{ width: 512, height: 512, y: 192 }, 'What the upper left of the picture shows'],
    [{ width: 1024, height: 256, y: 320 }, 'What the upper middle of the picture shows'],
    [{ width: 512, height: 512, x: 256, y: 256 }, 'What the middle of the picture shows'],
    [{ width: 512, height: 1024 }, 'What the left of the picture shows'],
    [{ width: 1024, height: 1024 }, 'What a part of the picture shows'],
  ])('is described by its place: %j', (area, description) => {
    expect(described(within('ConditioningSetArea', area), 'text')).toMatchObject({ description });
  });
});

describe('numbers with digits of a computer', () => {
  it('are what their author typed, in ranges and defaults', () => {
    const changes = {
      '6': sampler({
        cfg: 1.2000000000000002,
        latent_image: ['10', 0],
        denoise: 0.8700000000000001,
      }),
      '9': node('LoadImage', { image: 'a.png' }),
      '10': node('VAEEncode', { pixels: ['9', 0], vae: ['1', 2] }),
    };
    const { manifest } = drafted(sdxl(changes));
    expect(manifest.nodes).toContainEqual(expect.objectContaining({ type: 'cfg', min: 1.2 }));
    const read = readFolder(manifest.nodes, { graph: sdxl(changes), table });
    if ('problems' in read) throw new Error(JSON.stringify(read.problems));
    expect(read.recipe.options).toMatchObject({
      cfg: { default: 1.2 },
      denoise: { default: 0.87 },
    });
  });
});

describe('a LoRA', () => {
  const lora = (lora_name: string) => ({
    '6': sampler({ model: ['20', 0] }),
    '20': node('LoraLoaderModelOnly', { lora_name, strength_model: 0.8, model: ['1', 0] }),
  });

  it('is any of the worker in an adult-rated workflow, with a strength', () => {
    expect(described(lora('ink.safetensors'), 'lora', false)).not.toHaveProperty('choices');
    expect(described(lora('ink.safetensors'), 'strength', false)).toMatchObject({ min: 0, max: 2 });
    expect(described(lora('ink.safetensors'), 'lora')).toMatchObject({
      choices: [{ name: 'ink', value: 'ink.safetensors' }],
    });
  });

  it('is not offered if the model needs it for the picture, and only its strength is', () => {
    const control = lora('flux1-depth-dev-lora.safetensors');
    expect(described(control, 'lora')).toBeUndefined();
    expect(described(control, 'strength')).toMatchObject({
      description: 'How strongly flux1 depth dev lora acts; 0 is none',
    });
  });
});
