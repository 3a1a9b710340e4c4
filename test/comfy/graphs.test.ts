import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeOf, textToImage } from '../../src/recipes/text.ts';
import {
  FACE_WORKFLOWS,
  faceId,
  type FaceParams,
  face as faceRecipe,
  faceReference,
  plusFace,
} from '../../src/recipes/face.ts';
import type { Graph, Link } from '../../src/comfy/graph.ts';
import { anySettings } from './arbitraries.ts';
import faceIdJson from './fixtures/faceid.json' with { type: 'json' };
import faceReferenceJson from './fixtures/face-reference.json' with { type: 'json' };
import plusFaceJson from './fixtures/plus-face.json' with { type: 'json' };
import textToImageJson from './fixtures/text-to-image.json' with { type: 'json' };

/** The outputs of each class, in order, as ComfyUI 0.3.64 declares them. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  CheckpointLoaderSimple: ['MODEL', 'CLIP', 'VAE'],
  CLIPVisionLoader: ['CLIP_VISION'],
  IPAdapterModelLoader: ['IPADAPTER'],
  LoadImage: ['IMAGE', 'MASK'],
  IPAdapterAdvanced: ['MODEL'],
  IPAdapterFaceID: ['MODEL', 'IMAGE'],
  IPAdapterInsightFaceLoader: ['INSIGHTFACE'],
  LoraLoaderModelOnly: ['MODEL'],
  CLIPTextEncode: ['CONDITIONING'],
  EmptyLatentImage: ['LATENT'],
  KSampler: ['LATENT'],
  ImageScaleToTotalPixels: ['IMAGE'],
  ImageScaleBy: ['IMAGE'],
  VAEEncode: ['LATENT'],
  RepeatLatentBatch: ['LATENT'],
  VAEDecode: ['IMAGE'],
  SaveImage: [],
};

/** What each linked input takes. */
const TAKES: Readonly<Record<string, string>> = {
  model: 'MODEL',
  clip: 'CLIP',
  vae: 'VAE',
  clip_vision: 'CLIP_VISION',
  ipadapter: 'IPADAPTER',
  insightface: 'INSIGHTFACE',
  image: 'IMAGE',
  images: 'IMAGE',
  positive: 'CONDITIONING',
  negative: 'CONDITIONING',
  latent_image: 'LATENT',
  samples: 'LATENT',
};

const files = {
  checkpoint: 'lustifySDXLNSFW_ggwpV7.safetensors',
  ipAdapterFile: 'ip-adapter-faceid_sdxl.bin',
  clipVisionName: 'CLIP-ViT-bigG-14-laion2B-39B-b160k.safetensors',
};
const face = 'base64-encoded-face-image';

const kinds: readonly (readonly [string, (settings: FaceParams) => Graph])[] = [
  ['text to image', (settings) => textToImage({ settings, checkpoint: files.checkpoint })],
  ['face reference', (settings) => faceReference({ settings, ...files, face })],
  ['plus-face', (settings) => plusFace({ settings, ...files, face })],
  ['FaceID', (settings) => faceId({ settings, ...files, face })],
];

const contractSettings = faceRecipe.request.parse({
  prompt: 'beautiful scenery nature',
  seed: 123456789,
});

function isLink(input: unknown): input is Link {
  return Array.isArray(input);
}

it('equals the contract for words alone', () => {
  const graph = textToImage({ settings: contractSettings, checkpoint: files.checkpoint });
  expect(graph).toStrictEqual(textToImageJson);
});

it('equals the contract for a face', () => {
  const graph = faceReference({ settings: contractSettings, ...files, face });
  expect(graph).toStrictEqual(faceReferenceJson);
});

// Both files are graphs that ran to a picture in real ComfyUI.
it.each([
  ['plus-face', 0.8, plusFaceJson],
  ['faceid', 1, faceIdJson],
] as const)('equals what ComfyUI takes for %s', (name, faceWeight, json) => {
  const { files: faceFiles, graph } = FACE_WORKFLOWS[name];
  const settings = { ...contractSettings, faceWeight };
  const checkpoint = 'sd_xl_base_1.0.safetensors';
  expect(graph({ settings, checkpoint, ...faceFiles, face: 'face.png' })).toStrictEqual(json);
});

describe.each(kinds)('the graph for %s', (_, build) => {
  it('links every input to an output that exists and fits', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const graph = build(settings);
        for (const node of Object.values(graph)) {
          for (const [name, input] of Object.entries(node.inputs)) {
            if (!isLink(input)) continue;
            const source = graph[input[0]];
            expect(source && OUTPUTS[source.class_type]?.[input[1]]).toBe(TAKES[name]);
          }
        }
      }),
    );
  });

  it('carries every setting to where it belongs', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const graph = build(settings);
        expect(graph['10']?.inputs).toMatchObject({
          seed: settings.seed,
          steps: settings.steps,
          cfg: settings.cfg,
          sampler_name: settings.sampler,
          scheduler: settings.scheduler,
          denoise: Math.round(settings.denoise * 100) / 100,
        });
        expect(graph['13']?.inputs).toEqual({
          ...sizeOf(settings.aspectRatio),
          batch_size: settings.count,
        });
      }),
    );
  });

  it('never has so little to change that ComfyUI plans steps without end', () => {
    expect(build({ ...contractSettings, denoise: 1e-9 })['10']?.inputs).toMatchObject({
      denoise: 0,
    });
    expect(build({ ...contractSettings, denoise: 0.017 })['10']?.inputs).toMatchObject({
      denoise: 0.02,
    });
  });

  it('brings the words unchanged through JSON, whatever characters they hold', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const sent: unknown = JSON.parse(JSON.stringify(build(settings)));
        expect(sent).toHaveProperty(['7', 'inputs', 'text'], settings.prompt);
        expect(sent).toHaveProperty(['8', 'inputs', 'text'], settings.negativePrompt);
      }),
    );
  });
});

it.each([faceReference, faceId, plusFace])('%o gives the face and its weights on', (build) => {
  fc.assert(
    fc.property(anySettings, fc.base64String(), (settings, anyFace) => {
      const graph = build({ settings, ...files, face: anyFace });
      expect(graph['6']?.inputs).toEqual({ image: anyFace });
      expect(graph['5']?.inputs).toMatchObject({
        weight: settings.faceWeight,
        ...(build === plusFace ? {} : { weight_faceidv2: settings.faceidWeight }),
      });
    }),
  );
});
