/**
 * The folder of ComfyUI's `models/` by input name, for any class. The folders are those of ComfyUI 0.33.0,
 * which also searches `clip` for `text_encoders` and `unet` for `diffusion_models`, their names in older
 * versions. `ipadapter` is ComfyUI_IPAdapter_plus's.
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

/** Inputs whose folder depends on the class, as `class.input`. */
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

/** Extensions of model files: ComfyUI's own, and those that common extensions load. */
export const MODEL_FILE =
  /\.(?:safetensors|sft|ckpt|pth?|pt2|bin|gguf|onnx|pkl|patch|engine|trt|torchscript|task|tflite)\s*$/i;

/** Input names of nodes that load several LoRAs: `lora_1`, `lora_name_2`. */
const NUMBERED_LORA = /^lora(?:_name)?_?\d+$/;

/** Inputs that name a file in ComfyUI's input folder, such as an uploaded picture. */
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

/** The `models/` folder of an input's file. `undefined` if it is not known to name a model file. */
export function modelFolder(className: string, input: string): string | undefined {
  const known = BY_CLASS.get(`${className}.${input}`) ?? BY_INPUT.get(input);
  return known ?? (NUMBERED_LORA.test(input) ? 'loras' : undefined);
}

/** Matches classes that load checkpoints. Others use the same input for their own kinds of files. */
const LOADS_CHECKPOINT = /load|checkpoint|ckpt/i;

/** The folder that a node loads an input's file from. `undefined` if it is not one of ComfyUI's. */
export function loadedFrom(className: string, input: string): string | undefined {
  const folder = modelFolder(className, input);
  return folder === 'checkpoints' && !LOADS_CHECKPOINT.test(className) ? undefined : folder;
}

/** Whether an input names a file sent with the request, not a model. */
export function isInputFile(className: string, input: string): boolean {
  return INPUT_FILES.has(`${className}.${input}`);
}
