import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fittingSettings } from '../../../src/recipes/settings.ts';
import { settingsInTexts } from '../../../src/comfy/settings-in-picture.ts';
import { TEXT_OPTIONS } from '../../../src/recipes/text.ts';

const comfy = (graph: unknown) => settingsInTexts(new Map([['prompt', JSON.stringify(graph)]]));
const web = (parameters: string) => settingsInTexts(new Map([['parameters', parameters]]));

const PLAIN = {
  3: {
    class_type: 'KSampler',
    inputs: {
      seed: 7,
      steps: 30,
      cfg: 6.5,
      sampler_name: 'dpmpp_2m',
      scheduler: 'karras',
      denoise: 1,
      model: ['4', 0],
      positive: ['6', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    },
  },
  5: { class_type: 'EmptyLatentImage', inputs: { width: 1344, height: 768, batch_size: 1 } },
  6: { class_type: 'CLIPTextEncode', inputs: { text: 'a fox', clip: ['4', 1] } },
  7: { class_type: 'CLIPTextEncode', inputs: { text: 'blur', clip: ['4', 1] } },
};

const READ = {
  prompt: 'a fox',
  negativePrompt: 'blur',
  steps: 30,
  cfg: 6.5,
  sampler: 'dpmpp_2m',
  scheduler: 'karras',
  seed: 7,
  width: 1344,
  height: 768,
};

describe('the graph in a picture of ComfyUI', () => {
  it('is read by its links', () => {
    expect(comfy(PLAIN)).toEqual(READ);
  });

  it('is read through what stands between, and through nodes that only hold a value', () => {
    const graph = {
      ...PLAIN,
      3: {
        ...PLAIN[3],
        inputs: { ...PLAIN[3].inputs, positive: ['8', 0], negative: ['8', 1], seed: ['9', 0] },
      },
      6: { class_type: 'CLIPTextEncode', inputs: { text: ['10', 0], clip: ['4', 1] } },
      8: {
        class_type: 'ControlNetApplyAdvanced',
        inputs: { positive: ['6', 0], negative: ['7', 0], strength: 1 },
      },
      9: { class_type: 'PrimitiveInt', inputs: { value: 7 } },
      10: { class_type: 'PrimitiveString', inputs: { value: 'a fox' } },
    };
    expect(comfy(graph)).toEqual(READ);
  });

  it('is read as Python writes it, with what is no number, whose name in words stays', () => {
    const encoder = { ...PLAIN[6], inputs: { ...PLAIN[6].inputs, text: 'a "NaN", and Infinity' } };
    const graph = JSON.stringify({ ...PLAIN, 6: { ...encoder, is_changed: ['?'] } });
    const written = graph.replace('["?"]', '[NaN, -Infinity]');
    const prompt = settingsInTexts(new Map([['prompt', written]]))?.prompt;
    expect(prompt).toBe('a "NaN", and Infinity');
  });

  it('is read from a loader that encodes both texts by itself', () => {
    const loader = {
      class_type: 'Efficient Loader',
      inputs: { positive: 'a fox', negative: ['7', 0], clip_skip: -2 },
    };
    const sampler = {
      ...PLAIN[3],
      inputs: { ...PLAIN[3].inputs, positive: ['6', 1], negative: ['6', 2] },
    };
    const words = { class_type: 'PrimitiveString', inputs: { value: 'blur' } };
    expect(comfy({ ...PLAIN, 3: sampler, 6: loader, 7: words })).toEqual(READ);
  });

  it('is read from a node that holds a prompt for its encoder', () => {
    const encoder = { ...PLAIN[6], inputs: { text: ['8', 0] } };
    const power = { class_type: 'Power Prompt (rgthree)', inputs: { prompt: 'a fox' } };
    expect(comfy({ ...PLAIN, 6: encoder, 8: power })).toEqual(READ);
  });

  it('is read where guider, noise and steps are nodes of their own', () => {
    const graph = {
      1: {
        class_type: 'SamplerCustomAdvanced',
        inputs: {
          noise: ['2', 0],
          guider: ['3', 0],
          sampler: ['4', 0],
          sigmas: ['5', 0],
          latent_image: ['6', 0],
        },
      },
      2: { class_type: 'RandomNoise', inputs: { noise_seed: 3 } },
      3: { class_type: 'BasicGuider', inputs: { model: ['9', 0], conditioning: ['7', 0] } },
      4: { class_type: 'KSamplerSelect', inputs: { sampler_name: 'euler' } },
      5: { class_type: 'BasicScheduler', inputs: { scheduler: 'simple', steps: 4, denoise: 1 } },
      6: { class_type: 'EmptySD3LatentImage', inputs: { width: 1024, height: 1024 } },
      7: { class_type: 'FluxGuidance', inputs: { guidance: 3.5, conditioning: ['8', 0] } },
      8: { class_type: 'CLIPTextEncodeFlux', inputs: { clip_l: 'a fox', t5xxl: 'a fox' } },
    };
    expect(comfy(graph)).toMatchObject({
      prompt: 'a fox',
      negativePrompt: undefined,
      sampler: 'euler',
      scheduler: 'simple',
      steps: 4,
      seed: 3,
      width: 1024,
    });
  });

  it('is read from the sampler that begins, where another goes on with its work', () => {
    const later = {
      class_type: 'KSampler',
      inputs: { ...PLAIN[3].inputs, steps: 10, latent_image: ['3', 0] },
    };
    expect(comfy({ 1: later, ...PLAIN })?.steps).toBe(30);
  });

  it('ends where links go in a circle', () => {
    const graph = {
      1: {
        class_type: 'KSampler',
        inputs: { seed: ['2', 0], steps: 20, positive: ['3', 0], latent_image: ['1', 0] },
      },
      2: { class_type: 'Reroute', inputs: { seed: ['2', 0] } },
      3: { class_type: 'ConditioningCombine', inputs: { conditioning_1: ['3', 0] } },
    };
    expect(comfy(graph)).toMatchObject({ steps: 20, prompt: undefined, seed: undefined });
  });

  it('is none where it is something else, and never fails', () => {
    expect(comfy({ nodes: [], links: [] })).toBeUndefined();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        settingsInTexts(new Map([['prompt', text]]));
      }),
    );
  });

  it('never fails whatever its nodes hold', () => {
    const value = fc.oneof(
      fc.tuple(fc.constantFrom('1', '2', '3', '4'), fc.integer()),
      fc.string(),
      fc.double(),
      fc.constant(null),
    );
    const inputs = fc.dictionary(
      fc.constantFrom(
        'positive',
        'negative',
        'seed',
        'guider',
        'noise',
        'latent_image',
        'cond',
        'text',
        '__proto__',
      ),
      value,
    );
    const graph = fc.dictionary(fc.constantFrom('1', '2', '3', '4'), fc.record({ inputs }));
    fc.assert(
      fc.property(graph, (nodes) => {
        comfy(nodes);
      }),
    );
  });
});

const LINE = 'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 12, Size: 512x768, Model: sd';

describe('the settings in a picture of the web UI', () => {
  it('are its words and its last line', () => {
    expect(web(`a fox,\nin snow\nNegative prompt: blur\n${LINE}`)).toEqual({
      prompt: 'a fox,\nin snow',
      negativePrompt: 'blur',
      steps: 20,
      cfg: 7,
      sampler: 'euler_ancestral',
      scheduler: undefined,
      seed: 12,
      width: 512,
      height: 768,
    });
  });

  it.each([
    ['DPM++ 2M Karras', '', 'dpmpp_2m', 'karras'],
    ['DPM++ SDE', ', Schedule type: Karras', 'dpmpp_sde', 'karras'],
    ['Euler', ', Schedule type: Automatic', 'euler', undefined],
    ['DPM++ 2S a', ', Schedule type: SGM Uniform', 'dpmpp_2s_ancestral', 'sgm_uniform'],
    ['UniPC', '', 'uni_pc', undefined],
  ])('knows %s%s', (name, type, sampler, scheduler) => {
    expect(web(`a fox\nSteps: 20, Sampler: ${name}${type}`)).toMatchObject({ sampler, scheduler });
  });

  it('are none without that line, or where it says nothing', () => {
    expect(web('Steps: ')).toBeUndefined();
    expect(web('a fox')).toBeUndefined();
  });

  it('are read from whatever stands there without a failure', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (words, line) => {
        web(`${words}\nSteps: ${line}`);
      }),
    );
  });
});

describe('what fits of them', () => {
  it('is what the options take, and names what is left to its default', () => {
    const found = comfy({
      ...PLAIN,
      3: { ...PLAIN[3], inputs: { ...PLAIN[3].inputs, steps: 150, sampler_name: 'ddim' } },
    });
    if (!found) throw new Error('nothing was found');
    expect(fittingSettings(TEXT_OPTIONS, found)).toEqual({
      params: {
        prompt: 'a fox',
        negativePrompt: 'blur',
        aspectRatio: '16:9',
        cfg: 6.5,
        scheduler: 'karras',
        seed: 7,
      },
      left: ['steps', 'sampler'],
      isCut: false,
    });
  });

  it.each([
    [512, 768, '3:4'],
    [512, 2_048, undefined],
    [832, 1216, '3:4'],
    [1024, 1000, '1:1'],
    [0, 1000, undefined],
  ])('has the shape of %d by %d', (width, height, shape) => {
    const { params } = fittingSettings(TEXT_OPTIONS, { ...READ, width, height });
    expect(params.aspectRatio).toBe(shape);
  });

  it('has words as long as are taken', () => {
    const { params, isCut } = fittingSettings(TEXT_OPTIONS, {
      ...READ,
      prompt: '🦊'.repeat(2_000),
    });
    expect([params.prompt?.length, isCut]).toEqual([1_500, true]);
  });
});
