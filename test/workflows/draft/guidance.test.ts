import { describe, expect, it } from 'vitest';
import { node, sampler, sdxl, type Nodes } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const OFFERED = 'guidance (number): 20.guidance';

/** FLUX as it is exported, with guidance in node 20. */
function flux(unet_name: string, changes: Nodes = {}): Nodes {
  return sdxl({
    '1': node('UNETLoader', { unet_name, weight_dtype: 'default' }),
    '3': node('CLIPTextEncode', { text: 'a fox', clip: ['30', 0] }),
    '4': node('ConditioningZeroOut', { conditioning: ['3', 0] }),
    '6': sampler({ cfg: 1, positive: ['20', 0] }),
    '7': node('VAEDecode', { samples: ['6', 0], vae: ['31', 0] }),
    '20': node('FluxGuidance', { conditioning: ['3', 0], guidance: 3.5 }),
    '30': node('DualCLIPLoader', {
      ...{ clip_name1: 'clip_l.safetensors', clip_name2: 't5xxl.safetensors', type: 'flux' },
    }),
    '31': node('VAELoader', { vae_name: 'ae.safetensors' }),
    ...changes,
  });
}

function about(file: Nodes) {
  const { entries, notes } = drafted(file);
  return {
    isOffered: entries.includes(OFFERED),
    entries,
    says: notes.filter((note) => note.includes('uidance')),
  };
}

const qwen = (type: string): Nodes => ({
  '30': node('CLIPLoader', { clip_name: 'qwen_3_4b.safetensors', type }),
});

describe('guidance', () => {
  it.each([
    'flux1-dev-fp8.safetensors',
    'flux2_dev_fp8mixed.safetensors',
    'flux1-krea-dev.safetensors',
    'flux1-dev-kontext_fp8_scaled.safetensors',
    'FLUX.1-Turbo/flux-dev-8step.gguf',
    'flux-dev-schnell-merge.safetensors',
    'ponyFlux.safetensors',
  ])('is offered with %s, which takes it', (file) => {
    expect(about(flux(file))).toMatchObject({ isOffered: true, says: [] });
  });

  it.each([
    'flux1-schnell.safetensors',
    'FLUX.1-Schnell-Q4_K_S.gguf',
    'flux-2-klein-4b-fp8.safetensors',
    'flux-2-klein-base-9b.safetensors',
    'z_image_turbo_bf16.safetensors',
    'qwen_image_fp8_e4m3fn.safetensors',
    'sd3.5_large.safetensors',
  ])('is not with %s, which ignores it, and the report says so', (file) => {
    expect(about(flux(file))).toMatchObject({
      isOffered: false,
      says: [`guidance of node 20 (FluxGuidance) does nothing: ${file} ignores it.`],
    });
  });

  it('is not where the text encoder tells what ignores it, whatever the model is called', () => {
    const klein = about(flux('mine.safetensors', qwen('flux2')));
    expect(klein).toMatchObject({
      isOffered: false,
      says: [
        'guidance of node 20 (FluxGuidance) does nothing: its text encoder is for FLUX.2 klein, whose models ignore it.',
      ],
    });
    expect(about(flux('mine.safetensors', qwen('lumina2'))).says.join()).toContain('for lumina2');
  });

  it('is said to need a try where the model is not known to take it', () => {
    const { isOffered, says } = about(flux('mine.safetensors'));
    expect(isOffered).toBe(true);
    expect(says).toEqual([
      'guidance of node 20 (FluxGuidance) does nothing unless the model takes guidance, as FLUX.1 dev and FLUX.2 dev do, and FLUX.1 schnell and FLUX.2 klein do not: try the option.',
    ]);
  });

  it('is known by the model behind a guider and LoRAs', () => {
    const changes: Nodes = {
      '6': node('SamplerCustomAdvanced', {
        ...{ noise: ['40', 0], guider: ['41', 0], sampler: ['42', 0], sigmas: ['43', 0] },
        latent_image: ['5', 0],
      }),
      '40': node('RandomNoise', { noise_seed: 7 }),
      '41': node('BasicGuider', { model: ['44', 0], conditioning: ['20', 0] }),
      '42': node('KSamplerSelect', { sampler_name: 'euler' }),
      '43': node('BasicScheduler', { model: ['1', 0], scheduler: 'simple', steps: 4, denoise: 1 }),
      '44': node('LoraLoaderModelOnly', {
        ...{ model: ['1', 0], lora_name: 'flux-dev-ink.safetensors', strength_model: 1 },
      }),
    };
    expect(about(flux('flux1-schnell.safetensors', changes)).isOffered).toBe(false);
    expect(about(flux('flux1-dev.safetensors', changes)).isOffered).toBe(true);
  });

  it('is that of the node next to the sampler, and what it replaces is named', () => {
    const changes: Nodes = {
      '3': node('CLIPTextEncodeFlux', {
        ...{ clip: ['30', 0], clip_l: 'a fox', t5xxl: 'a fox', guidance: 2 },
      }),
    };
    expect(about(flux('flux1-dev.safetensors', changes))).toMatchObject({
      isOffered: true,
      says: [
        'guidance of node 3 (CLIPTextEncodeFlux) does nothing, as a node after it sets guidance anew or leaves it out.',
      ],
    });
    const off: Nodes = {
      '6': sampler({ cfg: 1, positive: ['21', 0] }),
      '21': node('FluxDisableGuidance', { conditioning: ['20', 0] }),
    };
    const without = about(flux('flux1-dev.safetensors', off));
    expect(without.isOffered).toBe(false);
    expect(without.says).toHaveLength(1);
  });

  it('is set for later samplers too where it is the same, and named where it is not', () => {
    const later = (guidance: number): Nodes => ({
      '7': node('VAEDecode', { samples: ['50', 0], vae: ['31', 0] }),
      '50': sampler({ cfg: 1, positive: ['51', 0], latent_image: ['6', 0], denoise: 0.5 }),
      '51': node('FluxGuidance', { conditioning: ['3', 0], guidance }),
    });
    expect(about(flux('flux1-dev.safetensors', later(3.5))).entries).toContain(
      'guidance (number): 20 51.guidance',
    );
    expect(about(flux('flux1-dev.safetensors', later(2)))).toMatchObject({
      isOffered: true,
      says: [
        'guidance of node 51 (FluxGuidance) is 2, and not 3.5 as that of node 20: it is not offered.',
      ],
    });
  });

  it.each([
    [3.5, true],
    [1, false],
  ])('of the negative prompt goes with the option where it is the same: %s', (guidance, isSame) => {
    const { entries, says } = about(
      flux('flux1-dev-fp8.safetensors', {
        '4': node('CLIPTextEncode', { text: 'blurry', clip: ['30', 0] }),
        '6': sampler({ cfg: 2, positive: ['20', 0], negative: ['25', 0] }),
        '25': node('FluxGuidance', { conditioning: ['4', 0], guidance }),
      }),
    );
    expect(entries.includes('guidance (number): 20 25.guidance')).toBe(isSame);
    expect(says).toEqual(
      isSame
        ? []
        : [
            'guidance of node 25 (FluxGuidance) is 1, and not 3.5 as that of node 20: it is not offered.',
          ],
    );
  });

  describe('where the sampler is of an unknown class', () => {
    const unknown = (inputs: object, changes: Nodes = {}) =>
      about(
        flux('flux1-dev.safetensors', {
          '6': node('KSamplerOfSomebody', {
            ...sampler({ positive: ['20', 0] }).inputs,
            ...inputs,
          }),
          ...changes,
        }),
      );

    it('is its own, if it has one', () => {
      const { entries, says } = unknown({ guidance: 4 });
      expect(entries).toContain('guidance (number): 6.guidance');
      expect(says).toEqual([
        'guidance of node 20 (FluxGuidance) may do nothing, as node 6 (KSamplerOfSomebody) has guidance of its own: it is not offered.',
      ]);
      const held = unknown({ guidance: ['50', 0] }, { '50': node('PrimitiveFloat', { value: 4 }) });
      expect(held.entries).toContain('guidance (number): 50.value');
    });

    it('is its own where nothing else says any', () => {
      const { entries } = unknown({ guidance: 4, positive: ['3', 0] });
      expect(entries).toContain('guidance (number): 6.guidance');
    });
  });
});
