import { usedStrings } from '../../comfy/graph.ts';
import { type ApiGraph, nodeName } from '../api-graph.ts';
import type { Place } from '../draft/exported.ts';

/** How ComfyUI's text encoders name an embedding: `(embedding:EasyNegative:1.2)`. */
const EMBEDDING = /\bembedding:\s*([^\s,:;()[\]{}|"'<>]+)/g;

/** The embeddings that texts name. `isReplaced`: whether every job has another text there. */
export function embeddingsIn(
  graph: ApiGraph,
  isReplaced: (place: Place) => boolean,
): readonly string[] {
  const texts = Object.entries(graph).flatMap(([node, { inputs }]) =>
    Object.entries(inputs).flatMap(([input, value]) =>
      isReplaced({ node, input }) ? [] : usedStrings(value),
    ),
  );
  const names = texts.flatMap((text) =>
    [...text.matchAll(EMBEDDING)].map(([, name = '']) => name.replace(/\.+$/, '')),
  );
  return [...new Set(names)].filter((name) => name !== '').sort();
}

/** What ComfyUI_IPAdapter_plus loads for a preset. */
interface Preset {
  /** How the preset begins, in lower case. */
  readonly begins: string;
  readonly sd15?: string;
  readonly sdxl?: string;
  readonly clip?: string;
  /** Files of FaceID have LoRAs beside them, named alike. */
  readonly hasLora?: true;
}

const VIT_H = 'CLIP-ViT-H-14-laion2B-s32B-b79K.safetensors';
const BIG_G = 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors';

/** Its README's names. It accepts others that contain them. The first that fits counts. */
const PRESETS: readonly Preset[] = [
  { begins: 'light', sd15: 'ip-adapter_sd15_light_v11.bin' },
  {
    begins: 'standard',
    sd15: 'ip-adapter_sd15.safetensors',
    sdxl: 'ip-adapter_sdxl_vit-h.safetensors',
  },
  {
    begins: 'vit-g',
    sd15: 'ip-adapter_sd15_vit-G.safetensors',
    sdxl: 'ip-adapter_sdxl.safetensors',
    clip: BIG_G,
  },
  {
    begins: 'plus (',
    sd15: 'ip-adapter-plus_sd15.safetensors',
    sdxl: 'ip-adapter-plus_sdxl_vit-h.safetensors',
  },
  {
    begins: 'plus face',
    sd15: 'ip-adapter-plus-face_sd15.safetensors',
    sdxl: 'ip-adapter-plus-face_sdxl_vit-h.safetensors',
  },
  { begins: 'full', sd15: 'ip-adapter-full-face_sd15.safetensors' },
  {
    begins: 'faceid portrait (',
    sd15: 'ip-adapter-faceid-portrait-v11_sd15.bin',
    sdxl: 'ip-adapter-faceid-portrait_sdxl.bin',
  },
  { begins: 'faceid portrait unnorm', sdxl: 'ip-adapter-faceid-portrait_sdxl_unnorm.bin' },
  { begins: 'faceid plus -', sd15: 'ip-adapter-faceid-plus_sd15.bin', hasLora: true },
  {
    begins: 'faceid plus v2',
    sd15: 'ip-adapter-faceid-plusv2_sd15.bin',
    sdxl: 'ip-adapter-faceid-plusv2_sdxl.bin',
    hasLora: true,
  },
  {
    begins: 'composition',
    sd15: 'ip_plus_composition_sd15.safetensors',
    sdxl: 'ip_plus_composition_sdxl.safetensors',
  },
];

/** The same for a preset of this name alone. */
const FACE_ID: Preset = {
  begins: 'faceid',
  sd15: 'ip-adapter-faceid_sd15.bin',
  sdxl: 'ip-adapter-faceid_sdxl.bin',
  hasLora: true,
};

/** Lists the files that IPAdapter nodes find by a preset instead of a name. */
export function presetFiles(graph: ApiGraph): readonly string[] {
  const loaders = Object.entries(graph).flatMap(([id, { class_type: className, inputs }]) =>
    /ipadapter/i.test(className) && typeof inputs.preset === 'string'
      ? [{ preset: inputs.preset, name: nodeName(graph, id) }]
      : [],
  );
  return [...Map.groupBy(loaders, ({ preset }) => preset)].map(([preset, alike]) => {
    const names = alike.map(({ name }) => name).join(', ');
    return `for the preset ${JSON.stringify(preset)} of ${names}: ${filesOf(preset)}`;
  });
}

function filesOf(preset: string): string {
  const name = preset.trim().toLowerCase();
  const found = name === 'faceid' ? FACE_ID : PRESETS.find(({ begins }) => name.startsWith(begins));
  if (!found) return 'an IPAdapter model and a CLIP vision model, which its extension names';
  const { sd15, sdxl, clip = VIT_H, hasLora } = found;
  const either = (rename: (file: string) => string) =>
    [
      sdxl === undefined ? [] : `${rename(sdxl)} for SDXL`,
      sd15 === undefined ? [] : `${rename(sd15)} for SD1.5`,
    ]
      .flat()
      .join(' or ');
  return [
    `ipadapter: ${either((file) => file)}`,
    `clip_vision: ${clip}`,
    ...(hasLora ? [`loras: ${either((file) => file.replace('.bin', '_lora.safetensors'))}`] : []),
    ...(name.startsWith('faceid') ? ['insightface: buffalo_l'] : []),
  ].join('; ');
}
