import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkGraph } from '../../../src/comfy/graph-check.ts';
import { withDrawnSeed } from '../../../src/recipes/recipe.ts';
import { problemLine } from '../../../src/workflows/problem.ts';
import { workflowRecipe } from '../../../src/workflows/workflow-recipe.ts';
import { anyRequest } from '../../support/any-request.ts';
import { drafted, fixture, table } from './draft.ts';

/** What is found in each export, in the order in which it is offered. */
const FOUND: Readonly<Record<string, readonly string[]>> = {
  'flux-custom-sampler': [
    'prompt: 6.text',
    'aspect_ratio: 30 27',
    'steps: 17.steps',
    'guidance (number): 26.guidance',
    'count: 27.batch_size',
    'seed: 25.noise_seed',
  ],
  'sdxl-lora-hires': [
    'prompt: 6.text',
    'negative_prompt: 7.text',
    'aspect_ratio: 5',
    'lora: 10.lora_name',
    'strength: 10.strength_model,strength_clip',
    'steps: 3 12.steps',
    'cfg: 3 12.cfg',
    'count: 5.batch_size',
    'seed: 3 12.seed',
  ],
  'qwen-image-edit': [
    'prompt: 111.prompt',
    'negative_prompt: 110.prompt',
    'image: 78.image',
    'image_2 (image): 106.image',
    'steps: 3.steps',
    'cfg: 3.cfg',
    'seed: 3.seed',
  ],
  'z-image-turbo': [
    'prompt: 50.value',
    'aspect_ratio: 41',
    'steps: 44.steps',
    'count: 41.batch_size',
    'seed: 51.value',
  ],
  inpaint: [
    'prompt: 4.text',
    'negative_prompt: 5.text',
    'image: 2.image',
    'mask: 3.image',
    'denoise: 9.denoise',
    'steps: 9.steps',
    'cfg: 9.cfg',
    'seed: 9.seed',
  ],
  'flux2-subgraph': [
    'prompt: 57:6.text',
    'image: 46.image',
    'aspect_ratio (choice): 57:50.value 57:51.value',
    'steps: 57:48.steps',
    'guidance (number): 57:26.guidance',
    'count: 57:47.batch_size',
    'seed: 57:25.noise_seed',
  ],
  'comfy-pack': [
    'image: 3.image',
    'prompt: 6.text',
    'steps: 9.steps',
    'sampler_name (choice): 9.sampler_name',
    'negative_prompt: 7.text',
    'seed: 9.seed',
  ],
  'comfyui-deploy': [
    'image: 11.image',
    'checkpoint (model): 2.ckpt_name',
    'prompt: 13.text',
    'negative_prompt: 14.text',
    'seed: 17.seed',
    'strength: 12.strength_model',
    'lora: 12.lora_name',
    'steps: 17.steps',
    'scheduler (choice): 17.scheduler',
    'fine_mask (boolean): 16.noise_mask',
  ],
  poster: [
    'prompt: 5.value',
    'negative_prompt: 20:4.text',
    'steps: 20:6.steps',
    'width: 20:5.width',
    'height: 20:5.height',
    'seed: 20:6.seed',
  ],
};

const draftOf = (name: string) =>
  drafted(fixture(name), name === 'poster' ? { app: fixture('poster.app') } : {});

describe.each(Object.entries(FOUND))('the export %s', (name, found) => {
  it('has what people would set found in it', () => {
    expect(draftOf(name).entries).toEqual(found);
  });

  it('becomes a folder that nothing is wrong with, whatever is then asked for', () => {
    const { manifest, changed } = draftOf(name);
    const graph = changed ?? fixture(name);
    const read = workflowRecipe({ name, manifest, graph }, table);
    if ('problems' in read) throw new Error(read.problems.map(problemLine).join('\n'));
    const { recipe } = read;
    fc.assert(
      fc.property(anyRequest(recipe), ({ values, pictures }) => {
        const params = withDrawnSeed(recipe.request.parse(values), () => 7, recipe);
        const made = recipe.graph(params, {
          models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
          faceWorkflow: 'plus-face',
          pictures,
        });
        expect(checkGraph(made, table)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a draft', () => {
  it('is rated adult unless its operator says otherwise', () => {
    const { manifest } = drafted(fixture('z-image-turbo'), { isGeneral: false });
    expect(manifest).not.toHaveProperty('rating');
    expect(drafted(fixture('z-image-turbo')).manifest).toMatchObject({ rating: 'general' });
  });

  it('is called after its folder, and by the model that it uses', () => {
    expect(drafted(fixture('z-image-turbo'), { name: 'z-image' }).manifest).toMatchObject({
      title: 'Z image',
      description: 'Pictures by z image turbo bf16',
      outputs: ['9'],
    });
  });

  it('is described by the name of a known model', () => {
    const baseOf = (file: string) => {
      const isKnown = file === 'z_image_turbo_bf16.safetensors';
      return isKnown ? { name: 'Z-Image-Turbo', by: 'a', source: 'b', files: [] } : undefined;
    };
    expect(drafted(fixture('z-image-turbo'), { models: { baseOf } }).manifest).toMatchObject({
      description: 'Pictures by Z-Image-Turbo',
    });
  });

  it('leaves out the node that only shows a picture', () => {
    expect(drafted(fixture('sdxl-lora-hires')).manifest).toMatchObject({ outputs: ['9'] });
  });

  it('tells a workflow in the save format apart', () => {
    expect(() => drafted(fixture('poster.app'))).toThrow('Export (API)');
  });

  it('says that safety terms have no effect where there is no negative prompt', () => {
    const says = (name: string) => draftOf(name).notes.join('\n');
    expect(says('flux-custom-sampler')).toContain('the safety terms have no effect');
    expect(says('z-image-turbo')).toContain('the safety terms have no effect');
    expect(says('sdxl-lora-hires')).not.toContain('safety words');
  });

  it('offers no LoRA that makes a model fast, as its steps are made for that', () => {
    expect(draftOf('qwen-image-edit').entries.join()).not.toContain('lora');
  });

  it('lets a second picture be left out where the rest does without', () => {
    expect(draftOf('qwen-image-edit').manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'image', name: 'image_2', required: false }),
      ]) as unknown,
    });
  });
});

describe("an author's own choice", () => {
  it('of App Mode comes with what it says, and tells what is not in the export', () => {
    const { manifest, notes } = draftOf('poster');
    expect(manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'prompt', description: 'What the poster announces' }),
      ]) as unknown,
      outputs: ['3'],
    });
    expect(notes).toEqual([
      'App Mode shows gone of node 99, which is not in the export: it is left out.',
      'What people may set was chosen in the workflow, so this stays as it was exported: cfg of node 20:6 (KSampler), count of node 20:5 (EmptyLatentImage).',
    ]);
  });

  it('of App Mode is not there in any other file', () => {
    const { entries, notes } = drafted(fixture('z-image-turbo'), { app: { nodes: [] } });
    expect(entries).toEqual(FOUND['z-image-turbo']);
    expect(notes[0]).toBe('The file of --app holds no App Mode, so nothing was taken from it.');
  });

  it("by comfy-pack's nodes stands as values in their place, within their bounds", () => {
    const { changed, manifest, notes } = draftOf('comfy-pack');
    expect(changed).toMatchObject({
      '3': { class_type: 'LoadImage', inputs: { image: 'example.png' } },
      '6': { inputs: { text: 'a barn owl, woodcut' } },
      '9': { inputs: { steps: 24, sampler_name: 'euler' } },
      '11': { class_type: 'SaveImage', inputs: { images: ['10', 0] } },
    });
    expect(JSON.stringify(changed)).not.toContain('CPack');
    expect(manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'steps', min: 10, max: 40 }),
        expect.objectContaining({ type: 'choice', choices: ['euler', 'dpmpp_2m', 'ddim'] }),
      ]) as unknown,
    });
    expect(notes.join('\n')).toContain('3 (CPackInputImage) into LoadImage');
  });

  it("by comfyui-deploy's nodes stands as values in their place, with what they say", () => {
    const { changed, manifest } = draftOf('comfyui-deploy');
    expect(JSON.stringify(changed)).not.toMatch(/ComfyUIDeploy|ComfyDeploy/);
    expect(changed).toMatchObject({
      '12': { inputs: { lora_name: 'paper-cut.safetensors', strength_model: 0.8 } },
      '16': { inputs: { noise_mask: true, pixels: ['11', 0] } },
      '17': { inputs: { seed: 1, steps: 22, scheduler: 'normal' } },
    });
    expect(manifest).toMatchObject({
      nodes: expect.arrayContaining([
        expect.objectContaining({ type: 'seed', min: 1, max: 4_294_967_295 }),
        expect.objectContaining({
          type: 'strength',
          max: 1.2,
          description: 'How much of the style',
        }),
      ]) as unknown,
    });
  });
});
