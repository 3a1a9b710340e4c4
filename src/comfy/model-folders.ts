/**
 * The folder of ComfyUI's `models/` that an input of this name takes a file of, whatever its class.
 * The folders are those of ComfyUI 0.33.0, which looks for `text_encoders` in `clip` too, and for
 * `diffusion_models` in `unet`: so older versions called them. `ipadapter` is ComfyUI_IPAdapter_plus's.
 */
const BY_INPUT: ReadonlyMap<string, string> = new Map([
  ['ckpt_name', 'checkpoints'],
  ['config_name', 'configs'],
  ['unet_name', 'diffusion_models'],
  ['clip_name', 'text_encoders'],
  ['clip_name1', 'text_encoders'],
  ['clip_name2', 'text_encoders'],
  ['clip_name3', 'text_encoders'],
  ['clip_name4', 'text_encoders'],
  ['vae_name', 'vae'],
  ['lora_name', 'loras'],
  ['control_net_name', 'controlnet'],
  ['style_model_name', 'style_models'],
  ['gligen_name', 'gligen'],
  ['photomaker_model_name', 'photomaker'],
  ['hypernetwork_name', 'hypernetworks'],
  ['audio_encoder_name', 'audio_encoders'],
  ['bg_removal_name', 'background_removal'],
  ['ipadapter_file', 'ipadapter'],
]);

/** Inputs whose folder their class decides, each as `class.input`. */
const BY_CLASS: ReadonlyMap<string, string> = new Map([
  ['CLIPVisionLoader.clip_name', 'clip_vision'],
  ['UpscaleModelLoader.model_name', 'upscale_models'],
  ['LatentUpscaleModelLoader.model_name', 'latent_upscale_models'],
  ['DiffusersLoader.model_path', 'diffusers'],
  ['ModelPatchLoader.name', 'model_patches'],
  ['FrameInterpolationModelLoader.model_name', 'frame_interpolation'],
  ['LTXAVTextEncoderLoader.text_encoder', 'text_encoders'],
  ['LoadDA3Model.model_name', 'geometry_estimation'],
  ['LoadMoGeModel.model_name', 'geometry_estimation'],
  ['LoadMediaPipeFaceLandmarker.model_name', 'detection'],
  ['OpticalFlowLoader.model_name', 'optical_flow'],
  ['TrainLoraNode.existing_lora', 'loras'],
]);

/** What files of models are called. */
export const MODEL_FILE = /\.(?:safetensors|sft|ckpt|pth?|pt2|bin|gguf|onnx|pkl)\s*$/i;

/** As nodes that load several at once call them: `lora_1`, `lora_name_2`. */
const NUMBERED_LORA = /^lora(?:_name)?_?\d+$/;

/** Inputs that name a file of ComfyUI's input folder, such as an uploaded picture. */
const INPUT_FILES: ReadonlySet<string> = new Set([
  'LoadImage.image',
  'LoadImageMask.image',
  'LoadImageOutput.image',
  'LoadLatent.latent',
  'LoadVideo.file',
  'LoadAudio.audio',
  'IPAdapterLoadEmbeds.embeds',
  'LoadTrainingDataset.folder_name',
]);

/** The folder of `models/` that an input's file lies in; undefined where it names no model file that is known here. */
export function modelFolder(className: string, input: string): string | undefined {
  const known = BY_CLASS.get(`${className}.${input}`) ?? BY_INPUT.get(input);
  return known ?? (NUMBERED_LORA.test(input) ? 'loras' : undefined);
}

/** Classes that load checkpoints are called so. Others take a file of their own extension by the same input. */
const LOADS_CHECKPOINT = /load|checkpoint|ckpt/i;

/** The folder that a node loads an input's file from; undefined where that is none of ComfyUI's. */
export function loadedFrom(className: string, input: string): string | undefined {
  const folder = modelFolder(className, input);
  return folder === 'checkpoints' && !LOADS_CHECKPOINT.test(className) ? undefined : folder;
}

/** Whether an input names a file that came with the request, and no model. */
export function isInputFile(className: string, input: string): boolean {
  return INPUT_FILES.has(`${className}.${input}`);
}
