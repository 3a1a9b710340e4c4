import { describe, expect, it } from 'vitest';
import { isInputFile, MODEL_FILE, modelFolder } from '../../src/comfy/model-folders.ts';
import { readCoreNodes } from '../../src/workflows/read-workflows.ts';

describe('modelFolder', () => {
  it.each([
    ['CheckpointLoaderSimple', 'ckpt_name', 'checkpoints'],
    ['UNETLoader', 'unet_name', 'diffusion_models'],
    ['DualCLIPLoader', 'clip_name2', 'text_encoders'],
    ['CLIPVisionLoader', 'clip_name', 'clip_vision'],
    ['UpscaleModelLoader', 'model_name', 'upscale_models'],
    ['IPAdapterInsightFaceLoader', 'model_name', undefined],
    ['SomebodysLoraLoader', 'lora_name', 'loras'],
    ['KSampler', 'sampler_name', undefined],
    ['LoadImage', 'image', undefined],
  ])('of %s.%s is %s', (className, input, folder) => {
    expect(modelFolder(className, input)).toBe(folder);
  });

  it('is known of every input of files that ComfyUI 0.33.0 has, unless they are input files', () => {
    const unknown = [...readCoreNodes()].flatMap(([name, { inputs }]) =>
      Object.entries(inputs)
        .filter(([input, { files }]) => files && !isInputFile(name, input))
        .filter(([input]) => modelFolder(name, input) === undefined)
        .map(([input]) => `${name}.${input}`),
    );
    expect(unknown).toEqual([]);
  });
});

it.each([
  ['flux1-dev-Q4_K_S.gguf', true],
  ['inpaint_v26.fooocus.patch', true],
  ['rife49_ensemble.engine', true],
  ['yolox_l.torchscript.pt', true],
  ['a cat.', false],
  ['settings.yaml', false],
])('%s is a model file: %s', (file, isModel) => {
  expect(MODEL_FILE.test(file)).toBe(isModel);
});
