import { describe, it, expect } from 'vitest';
import {
  hasFileOf,
  nodesOf,
  type Installation,
} from '../../../packages/stand-ins/comfy/installation.ts';
import { validate } from '../../../packages/stand-ins/comfy/validate.ts';
import { faceGraph, faceIdGraph, textGraph, type Changes } from './graphs.ts';

/** A ComfyUI with one photo in its input folder. */
const comfyWith = (installation: Installation = {}) => ({
  nodes: nodesOf(installation),
  hasFile: hasFileOf(installation, (name) => name === 'face.png'),
});
const stock = comfyWith();

/** The first complaint about a node, or undefined. */
function complaint(prompt: unknown, id: string) {
  const checked = validate(prompt, stock);
  return checked.nodeErrors[id]?.errors[0];
}

describe('validate', () => {
  it('takes the text graph of the contract', () => {
    expect(validate(textGraph(), stock)).toMatchObject({
      ok: true,
      outputs: ['12'],
      nodeErrors: {},
    });
  });

  it('takes a face graph whose photo lies in the input folder, whatever the list says', () => {
    expect(stock.nodes.get('LoadImage')?.inputs.image?.options).toEqual([]);
    expect(validate(faceIdGraph(), stock)).toMatchObject({ ok: true, nodeErrors: {} });
  });

  it('refuses the face graph of the contract for what its two face nodes are', () => {
    const checked = validate(faceGraph('base64-encoded-face-image'), stock);
    const errors = Object.entries(checked.nodeErrors).map(([id, node]) => [
      id,
      node.errors.map(({ type, details }) => `${type}: ${details}`),
    ]);
    expect(Object.fromEntries(errors)).toEqual({
      '6': ['custom_validation_failed: image - Invalid image file: base64-encoded-face-image'],
      '5': [
        'required_input_missing: weight_type',
        "value_not_in_list: combine_embeds: 'Average' not in ['concat', 'add', 'subtract', 'average', 'norm average']",
        'required_input_missing: start_at',
        'required_input_missing: end_at',
      ],
    });
  });

  it.each<[string, unknown, string, string]>([
    ['an empty graph', {}, 'prompt_no_outputs', 'Prompt has no outputs'],
    [
      'a class that does not exist',
      { '1': { class_type: 'EmptySDXLLatentImage', inputs: {} } },
      'missing_node_type',
      "Node 'EmptySDXLLatentImage' not found.",
    ],
    ['something that is no graph', 'a sunset', 'no_prompt', 'No prompt provided'],
  ])('refuses %s as a whole', (_, prompt, type, message) => {
    const checked = validate(prompt, stock);
    expect(checked).toMatchObject({ ok: false, error: { type }, nodeErrors: {} });
    expect(checked.ok ? '' : checked.error.message).toContain(message);
  });

  it.each<[string, Changes, string, string, string]>([
    [
      'a number that is none',
      { '10': { steps: 'many' } },
      '10',
      'invalid_input_type',
      "steps, many, invalid literal for int() with base 10: 'many'",
    ],
    [
      'no number at all',
      { '10': { cfg: null } },
      '10',
      'invalid_input_type',
      'cfg, None, argument must be a string or a real number',
    ],
    [
      'a sampler that does not exist, without its long list',
      { '10': { sampler_name: 'best' } },
      '10',
      'value_not_in_list',
      "sampler_name: 'best' not in (list of length 44)",
    ],
    [
      'a model file that is not there',
      { '1': { ckpt_name: 'gone.safetensors' } },
      '1',
      'value_not_in_list',
      "ckpt_name: 'gone.safetensors' not in ['lustifySDXLNSFW_ggwpV7.safetensors', 'sd_xl_base_1.0.safetensors', 'flux1-dev-fp8.safetensors', 'flux1-schnell-fp8.safetensors']",
    ],
    [
      'a link to a node that is not there',
      { '10': { model: ['5', 0] } },
      '10',
      'exception_during_inner_validation',
      "'5'",
    ],
    [
      'a link to an output that is not there',
      { '10': { model: ['1', 7] } },
      '10',
      'exception_during_inner_validation',
      'tuple index out of range',
    ],
    [
      'an output node that leads nowhere',
      { '12': { images: ['99', 0] } },
      '12',
      'exception_during_validation',
      "'99'",
    ],
  ])('refuses %s', (_, changes, id, type, details) => {
    expect(complaint(textGraph(changes), id)).toMatchObject({ type, details });
  });

  it('refuses a ring through several nodes', () => {
    const { '10': sampler, ...rest } = textGraph();
    const around = (latent: string) => ({
      class_type: 'KSampler',
      inputs: { ...sampler?.inputs, latent_image: [latent, 0] },
    });
    const checked = validate({ ...rest, '10': around('14'), '14': around('10') }, stock);
    expect(checked.ok).toBe(false);
    const ring = '10 (KSampler) -> 14 (KSampler) -> 10 (KSampler)';
    expect(checked.nodeErrors).toMatchObject({
      '10': { errors: [{ type: 'dependency_cycle', details: ring }] },
      '14': { errors: [{ type: 'dependency_cycle', details: ring }] },
    });
  });

  it.each([
    ['a file that is not there', 'gone.png'],
    ['base64', Buffer.from('a photo of somebody'.repeat(100)).toString('base64')],
    ['a way out of the folder', '../face.png'],
  ])('refuses %s in place of a photo, and says it back whole as ComfyUI does', (_, image) => {
    expect(complaint(faceIdGraph({ '6': { image } }), '6')).toEqual({
      type: 'custom_validation_failed',
      message: 'Custom validation failed for node',
      details: `image - Invalid image file: ${image}`,
      extra_info: { input_name: 'image' },
    });
  });

  it.each([
    ['a model file', 'sd_xl_base_1.0.safetensors', 'value_not_in_list'],
    ['a node class', 'IPAdapterFaceID', undefined],
  ])('knows an installation without %s', (_, missing, type) => {
    const checked = validate(faceIdGraph(), comfyWith({ without: [missing] }));
    expect(checked.ok).toBe(false);
    expect(checked.nodeErrors['1']?.errors[0]?.type).toBe(type);
  });

  it('names the outputs that a bad node spoils, and the value that it received', () => {
    const checked = validate(textGraph({ '10': { steps: 0 } }), stock);
    expect(checked).toMatchObject({
      ok: false,
      error: {
        type: 'prompt_outputs_failed_validation',
        message: 'Prompt outputs failed validation',
      },
      nodeErrors: {
        '10': {
          class_type: 'KSampler',
          dependent_outputs: ['12'],
          errors: [
            {
              message: 'Value 0 smaller than min of 1',
              extra_info: {
                input_name: 'steps',
                input_config: ['INT', { min: 1, max: 10000 }],
                received_value: 0,
              },
            },
          ],
        },
      },
    });
  });
});
