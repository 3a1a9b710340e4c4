import { isRecord } from '../engines/record.ts';

/** The source of an input: a node's id and the index of its output, from 0. */
export type Link = readonly [node: string, output: number];

/** How a face affects the model, in ComfyUI_IPAdapter_plus's terms. */
interface FaceUse {
  readonly model: Link;
  readonly ipadapter: Link;
  readonly image: Link;
  readonly clip_vision: Link;
  readonly weight: number;
  readonly weight_type: 'linear';
  readonly combine_embeds: 'concat';
  readonly start_at: 0;
  readonly end_at: 1;
  readonly embeds_scaling: 'V only';
}

/** The exact inputs of the node classes that the bot sends. */
export interface NodeInputs {
  readonly CheckpointLoaderSimple: { readonly ckpt_name: string };
  readonly CLIPVisionLoader: { readonly clip_name: string };
  readonly IPAdapterModelLoader: { readonly ipadapter_file: string };
  /** An input file's name, or bare base64 for the contract's worker. */
  readonly LoadImage: { readonly image: string };
  readonly LoraLoaderModelOnly: {
    readonly model: Link;
    readonly lora_name: string;
    readonly strength_model: number;
  };
  readonly IPAdapterInsightFaceLoader: {
    readonly provider: 'CPU';
    readonly model_name: 'buffalo_l';
  };
  readonly IPAdapterFaceID: FaceUse & {
    readonly insightface: Link;
    readonly weight_faceidv2: number;
  };
  /** ComfyUI's own, or what the contract's worker accepts under this name. */
  readonly IPAdapterAdvanced:
    | FaceUse
    | {
        readonly model: Link;
        readonly clip: Link;
        readonly ipadapter: Link;
        readonly clip_vision: Link;
        readonly image: Link;
        readonly weight: number;
        readonly weight_faceidv2: number;
        readonly combine_embeds: 'Average';
        readonly embeds_scaling: 'V only';
      };
  readonly CLIPTextEncode: { readonly text: string; readonly clip: Link };
  readonly EmptyLatentImage: {
    readonly width: number;
    readonly height: number;
    readonly batch_size: number;
  };
  readonly KSampler: {
    readonly model: Link;
    readonly positive: Link;
    readonly negative: Link;
    readonly latent_image: Link;
    readonly seed: number;
    readonly steps: number;
    readonly cfg: number;
    readonly sampler_name: string;
    readonly scheduler: string;
    readonly denoise: number;
  };
  readonly ImageScaleToTotalPixels: {
    readonly image: Link;
    readonly upscale_method: 'lanczos';
    /** In units of 1024 × 1024 pixels. */
    readonly megapixels: number;
    /** Both sides become a multiple of it. Earlier versions of ComfyUI ignore it. */
    readonly resolution_steps: number;
  };
  readonly ImageScaleBy: {
    readonly image: Link;
    readonly upscale_method: 'lanczos';
    readonly scale_by: number;
  };
  readonly VAEEncode: { readonly pixels: Link; readonly vae: Link };
  readonly RepeatLatentBatch: { readonly samples: Link; readonly amount: number };
  readonly VAEDecode: { readonly samples: Link; readonly vae: Link };
  readonly SaveImage: { readonly images: Link; readonly filename_prefix: string };
}

export type NodeClass = keyof NodeInputs;

/** A node of one class, with that class's inputs. */
export interface NodeOf<Class extends NodeClass> {
  readonly class_type: Class;
  readonly inputs: NodeInputs[Class];
}

export type Node = { [Class in NodeClass]: NodeOf<Class> }[NodeClass];

/** A node of a class without a type here. */
export interface OtherNode<Class extends string> {
  readonly class_type: Class;
  readonly inputs: object;
}

/**
 * A workflow in ComfyUI's API format: nodes by id. The classes above have exactly their inputs. `Other` lists
 * further classes, whose inputs are not checked here. `Graph<string>` is any workflow, such as one read from
 * a file.
 */
export type Graph<Other extends string = never> = Readonly<Record<string, Node | OtherNode<Other>>>;

/** A node of any graph in ComfyUI's API format. Only its form is known. */
export interface PlainNode {
  readonly class_type: string;
  /** Constants, and links to outputs of other nodes. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Any graph, by node id. Ids may be compound, such as `57:8`. */
export type PlainGraph = ReadonlyMap<string, PlainNode>;

/** ComfyUI takes every list for a link. Only this shape can lead anywhere. */
export function isLink(value: unknown): value is Link {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const parts: readonly unknown[] = value;
  const [node, output] = parts;
  return (
    typeof node === 'string' &&
    typeof output === 'number' &&
    Number.isInteger(output) &&
    output >= 0
  );
}

/** Reads one node. `undefined` without a class. Invalid inputs count as none. */
export function readNode(value: unknown): PlainNode | undefined {
  if (!isRecord(value) || typeof value.class_type !== 'string') return undefined;
  return { class_type: value.class_type, inputs: isRecord(value.inputs) ? value.inputs : {} };
}

/** All strings in a value, at any depth. Skips objects that are `isLeftOut`. */
export function stringsWithin(
  value: unknown,
  isLeftOut: (value: object) => boolean = () => false,
): readonly string[] {
  const found: string[] = [];
  // Uses its own stack, since a file may be nested deeper than the call stack allows.
  const waiting = [value];
  while (waiting.length > 0) {
    const one = waiting.pop();
    if (typeof one === 'string') found.push(one);
    else if (typeof one === 'object' && one !== null && !isLeftOut(one)) {
      for (const inner of Object.values(one)) waiting.push(inner);
    }
  }
  return found;
}

/** The same without what stands in an entry that is switched off, such as a LoRA of a Power Lora Loader. */
export function usedStrings(value: unknown): readonly string[] {
  return stringsWithin(value, (entry) => 'on' in entry && entry.on === false);
}
