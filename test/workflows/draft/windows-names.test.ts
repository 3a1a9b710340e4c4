import { describe, expect, it } from 'vitest';
import { node, sampler, sdxl } from '../../support/sdxl-workflow.ts';
import { drafted } from './draft.ts';

const power = { on: true, lora: 'styles\\ink.safetensors', strength: 0.8 };

describe('names of files that were exported on Windows', () => {
  it('get slashes, in every input that names a file, and are listed', () => {
    const { changed, notes } = drafted(
      sdxl({
        '1': node('CheckpointLoaderSimple', {
          ckpt_name: 'sdxl\\base\\sd_xl_base_1.0.safetensors',
        }),
        '2': node('Power Lora Loader (rgthree)', {
          lora_1: power,
          model: ['1', 0],
          clip: ['1', 1],
        }),
        '6': sampler({ model: ['2', 0] }),
      }),
    );
    expect(changed).toMatchObject({
      '1': { inputs: { ckpt_name: 'sdxl/base/sd_xl_base_1.0.safetensors' } },
      '2': { inputs: { lora_1: { on: true, lora: 'styles/ink.safetensors', strength: 0.8 } } },
    });
    expect(notes).toContain(
      'Not as exported: / stands for \\ in names of files from Windows: sdxl\\base\\sd_xl_base_1.0.safetensors, styles\\ink.safetensors.',
    );
  });

  it('of unknown nodes are known by the ending of a model file, but not in words', () => {
    const { changed } = drafted(
      sdxl({
        '2': node('Mystery Loader', {
          which: 'a\\b.gguf',
          prompt: 'c\\d.safetensors',
          style: 'ink, wash\\line.pt',
          model: ['1', 0],
        }),
        '6': sampler({ model: ['2', 0] }),
      }),
    );
    expect(changed).toMatchObject({
      '2': {
        inputs: { which: 'a/b.gguf', prompt: 'c\\d.safetensors', style: 'ink, wash\\line.pt' },
      },
    });
  });

  it('get slashes among the choices of their author too', () => {
    const options = JSON.stringify(['a\\ink.safetensors', 'a\\oil.safetensors']);
    const { changed, manifest } = drafted(
      sdxl({
        '2': node('LoraLoaderModelOnly', {
          model: ['1', 0],
          lora_name: ['9', 0],
          strength_model: 1,
        }),
        '6': sampler({ model: ['2', 0] }),
        '9': node('ComfyUIDeployExternalEnum', {
          ...{ input_id: 'style', default_value: 'a\\ink.safetensors', options },
        }),
      }),
    );
    expect(changed).toMatchObject({ '2': { inputs: { lora_name: 'a/ink.safetensors' } } });
    expect(JSON.stringify(manifest)).toContain('"value":"a/oil.safetensors"');
  });

  it('are not looked for in prompts', () => {
    const text = node('CLIPTextEncode', { text: 'a \\(fox\\).safetensors', clip: ['1', 1] });
    expect(drafted(sdxl({ '3': text })).changed).toBeUndefined();
  });
});
