/** Model files by folder of ComfyUI's `models/`. */
export type ModelFiles = Readonly<Record<string, readonly string[]>>;

/** What the contract's worker, RunPod's ready images and those who try faces have between them. */
export const USUAL_FILES: ModelFiles = {
  checkpoints: [
    'lustifySDXLNSFW_ggwpV7.safetensors',
    'sd_xl_base_1.0.safetensors',
    'flux1-dev-fp8.safetensors',
    'flux1-schnell-fp8.safetensors',
  ],
  clip_vision: [
    'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors',
    'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors',
  ],
  ipadapter: [
    'ip-adapter-faceid_sdxl.bin',
    'ip-adapter-plus-face_sdxl_vit-h.safetensors',
    'ip-adapter-plus_sdxl_vit-h.safetensors',
  ],
  loras: ['ip-adapter-faceid_sdxl_lora.safetensors'],
};

/** Folders in which whatever file is asked for is found, so that any workflow can be played. */
export const OPEN_FOLDERS: readonly string[] = [
  'audio_encoders',
  'background_removal',
  'configs',
  'controlnet',
  'detection',
  'diffusers',
  'diffusion_models',
  'frame_interpolation',
  'geometry_estimation',
  'gligen',
  'hypernetworks',
  'latent_upscale_models',
  'loras',
  'model_patches',
  'optical_flow',
  'photomaker',
  'style_models',
  'text_encoders',
  'upscale_models',
  'vae',
];

const LONGEST_NAME = 200;

/** Whether a worker may well have a file of this name: it stays in its folder, and has an ending. */
export function isPlausibleFile(name: string): boolean {
  const parts = name.split('/');
  return (
    name.length <= LONGEST_NAME &&
    parts.every((part) => /^[\w(][\w .,()+-]*$/.test(part)) &&
    /\.[a-z0-9]{2,11}$/i.test(name)
  );
}
