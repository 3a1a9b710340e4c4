import type { NodeTable } from './node-table.ts';
import { stockNodes } from './stock-nodes.ts';

/**
 * ComfyUI as a worker of the contract presents it: the stock classes, the contract's model files
 * and a general-audience checkpoint, and the two classes that the contract speaks differently.
 * Stock ComfyUI refuses its LoadImage (a file name there, the picture itself here) and its
 * IPAdapterAdvanced (other inputs there).
 */
export const contractNodes: NodeTable = {
  ...stockNodes,
  CheckpointLoaderSimple: {
    inputs: {
      ckpt_name: {
        type: 'COMBO',
        options: ['lustifySDXLNSFW_ggwpV7.safetensors', 'sd_xl_base_1.0.safetensors'],
      },
    },
    outputs: ['MODEL', 'CLIP', 'VAE'],
  },
  CLIPVisionLoader: {
    inputs: {
      clip_name: { type: 'COMBO', options: ['CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors'] },
    },
    outputs: ['CLIP_VISION'],
  },
  IPAdapterModelLoader: {
    inputs: {
      ipadapter_file: {
        type: 'COMBO',
        options: ['ip-adapter-faceid_sdxl.bin', 'ip-adapter-plus_sdxl_vit-h.safetensors'],
      },
    },
    outputs: ['IPADAPTER'],
  },
  LoadImage: {
    inputs: { image: { type: 'STRING', base64Picture: true } },
    outputs: ['IMAGE', 'MASK'],
  },
  IPAdapterAdvanced: {
    inputs: {
      model: { type: 'MODEL' },
      clip: { type: 'CLIP' },
      ipadapter: { type: 'IPADAPTER' },
      clip_vision: { type: 'CLIP_VISION' },
      image: { type: 'IMAGE' },
      weight: { type: 'FLOAT', min: -1, max: 5 },
      weight_faceidv2: { type: 'FLOAT', min: -1, max: 5 },
      combine_embeds: { type: 'COMBO', options: ['Average'] },
      embeds_scaling: {
        type: 'COMBO',
        options: ['V only', 'K+V', 'K+V w/ C penalty', 'K+mean(V) w/ C penalty'],
      },
    },
    outputs: ['MODEL'],
  },
};
