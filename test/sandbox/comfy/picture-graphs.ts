import type { Graph, GraphNode } from '../../../packages/stand-ins/comfy/graph.ts';

/** A node in one line. */
export const node = (className: string, inputs: GraphNode['inputs'] = {}): GraphNode => ({
  class_type: className,
  inputs,
});

/** Links to a node's first outputs. */
const out = (id: string, slot = 0) => [id, slot];

const save = (images: unknown) => node('SaveImage', { images, filename_prefix: 'made' });

/** FLUX.1 dev, with a sampler in parts. */
export const flux = (size = 64): Graph => ({
  unet: node('UNETLoader', { unet_name: 'flux1-dev.safetensors', weight_dtype: 'default' }),
  clip: node('DualCLIPLoader', {
    clip_name1: 't5xxl_fp16.safetensors',
    clip_name2: 'clip_l.safetensors',
    type: 'flux',
  }),
  vae: node('VAELoader', { vae_name: 'ae.safetensors' }),
  text: node('CLIPTextEncode', { text: 'a lighthouse in a storm', clip: out('clip') }),
  guidance: node('FluxGuidance', { conditioning: out('text'), guidance: 3.5 }),
  guider: node('BasicGuider', { model: out('unet'), conditioning: out('guidance') }),
  noise: node('RandomNoise', { noise_seed: 7 }),
  sampler: node('KSamplerSelect', { sampler_name: 'euler' }),
  sigmas: node('BasicScheduler', {
    model: out('unet'),
    scheduler: 'simple',
    steps: 4,
    denoise: 1,
  }),
  latent: node('EmptySD3LatentImage', { width: size, height: size, batch_size: 1 }),
  sample: node('SamplerCustomAdvanced', {
    noise: out('noise'),
    guider: out('guider'),
    sampler: out('sampler'),
    sigmas: out('sigmas'),
    latent_image: out('latent'),
  }),
  decode: node('VAEDecode', { samples: out('sample'), vae: out('vae') }),
  save: save(out('decode')),
});

/** Z-Image Turbo, two at once. */
export const zImage = (size = 64): Graph => ({
  unet: node('UNETLoader', {
    unet_name: 'z_image_turbo_bf16.safetensors',
    weight_dtype: 'default',
  }),
  shift: node('ModelSamplingAuraFlow', { model: out('unet'), shift: 3 }),
  clip: node('CLIPLoader', {
    clip_name: 'qwen_3_4b.safetensors',
    type: 'lumina2',
    device: 'default',
  }),
  vae: node('VAELoader', { vae_name: 'ae.safetensors' }),
  words: node('PrimitiveStringMultiline', { value: 'a fox in the snow' }),
  text: node('CLIPTextEncode', { text: out('words'), clip: out('clip') }),
  none: node('ConditioningZeroOut', { conditioning: out('text') }),
  latent: node('EmptySD3LatentImage', { width: size, height: size, batch_size: 1 }),
  twice: node('RepeatLatentBatch', { samples: out('latent'), amount: 2 }),
  sample: node('KSampler', {
    model: out('shift'),
    seed: 11,
    steps: 9,
    cfg: 1,
    sampler_name: 'res_multistep',
    scheduler: 'simple',
    positive: out('text'),
    negative: out('none'),
    latent_image: out('twice'),
    denoise: 1,
  }),
  decode: node('VAEDecode', { samples: out('sample'), vae: out('vae') }),
  save: save(out('decode')),
});

/** Qwen-Image-Edit of two pictures, one.png and two.png. */
export const qwenEdit = (): Graph => ({
  unet: node('UNETLoader', {
    unet_name: 'qwen_image_edit_2509_fp8_e4m3fn.safetensors',
    weight_dtype: 'default',
  }),
  lora: node('LoraLoaderModelOnly', {
    model: out('unet'),
    lora_name: 'Qwen-Image-Lightning-4steps-V1.0.safetensors',
    strength_model: 1,
  }),
  clip: node('CLIPLoader', {
    clip_name: 'qwen_2.5_vl_7b_fp8_scaled.safetensors',
    type: 'qwen_image',
    device: 'default',
  }),
  vae: node('VAELoader', { vae_name: 'qwen_image_vae.safetensors' }),
  one: node('LoadImage', { image: 'one.png' }),
  two: node('LoadImage', { image: 'two.png' }),
  fitted: node('ImageScaleToTotalPixels', {
    image: out('one'),
    upscale_method: 'lanczos',
    megapixels: 0.01,
    resolution_steps: 8,
  }),
  text: node('TextEncodeQwenImageEditPlus', {
    clip: out('clip'),
    vae: out('vae'),
    prompt: 'put the second into the first',
    image1: out('fitted'),
    image2: out('two'),
  }),
  none: node('TextEncodeQwenImageEditPlus', {
    clip: out('clip'),
    vae: out('vae'),
    prompt: '',
    image1: out('fitted'),
    image2: out('two'),
  }),
  latent: node('VAEEncode', { pixels: out('fitted'), vae: out('vae') }),
  sample: node('KSampler', {
    model: out('lora'),
    seed: 3,
    steps: 4,
    cfg: 1,
    sampler_name: 'euler',
    scheduler: 'simple',
    positive: out('text'),
    negative: out('none'),
    latent_image: out('latent'),
    denoise: 1,
  }),
  decode: node('VAEDecode', { samples: out('sample'), vae: out('vae') }),
  save: save(out('decode')),
});

/** SDXL with a LoRA over one.png; `changes` to its latent, which is the picture encoded. */
export const overPicture = (denoise: number, latent?: Graph): Graph => ({
  model: node('CheckpointLoaderSimple', { ckpt_name: 'sd_xl_base_1.0.safetensors' }),
  lora: node('LoraLoader', {
    model: out('model'),
    clip: out('model', 1),
    lora_name: 'ink.safetensors',
    strength_model: 0.8,
    strength_clip: 1,
  }),
  one: node('LoadImage', { image: 'one.png' }),
  good: node('CLIPTextEncode', { text: 'in ink', clip: out('lora', 1) }),
  bad: node('CLIPTextEncode', { text: 'blurry', clip: out('lora', 1) }),
  latent: node('VAEEncode', { pixels: out('one'), vae: out('model', 2) }),
  ...latent,
  sample: node('KSampler', {
    model: out('lora'),
    seed: 5,
    steps: 6,
    cfg: 7,
    sampler_name: 'euler',
    scheduler: 'normal',
    positive: out('good'),
    negative: out('bad'),
    latent_image: out('latent'),
    denoise,
  }),
  decode: node('VAEDecode', { samples: out('sample'), vae: out('model', 2) }),
  save: save(out('decode')),
});

/** A picture that is loaded as one.png, gone through some nodes, the last of which is `last`. */
export const through = (nodes: Graph, last = 'last'): Graph => ({
  one: node('LoadImage', { image: 'one.png' }),
  ...nodes,
  save: save(out(last)),
});
