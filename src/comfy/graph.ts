import { isRecord } from '../engines/record.ts';

/** Where an input comes from: a node's id, and which of that node's outputs, counted from 0. */
export type Link = readonly [node: string, output: number];

/** How a face acts on the model, in the words of ComfyUI_IPAdapter_plus. */
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

/** The inputs of the node classes that are sent, exactly. */
export interface NodeInputs {
  readonly CheckpointLoaderSimple: { readonly ckpt_name: string };
  readonly CLIPVisionLoader: { readonly clip_name: string };
  readonly IPAdapterModelLoader: { readonly ipadapter_file: string };
  /** An input file's name; for the contract's worker the picture itself, as bare base64. */
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
  /** ComfyUI's own, or what the contract's worker takes under this name. */
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
    /** Of 1024 × 1024 pixels. */
    readonly megapixels: number;
    /** What both sides are a multiple of. Earlier versions of ComfyUI do not know it, and let it be. */
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

/** A node of a class that has no type here. */
export interface OtherNode<Class extends string> {
  readonly class_type: Class;
  readonly inputs: object;
}

/**
 * A workflow in ComfyUI's API format: nodes by id. Those of the classes above have exactly their
 * inputs; `Other` are the names of further classes, whose inputs nobody checks here. `Graph<string>`
 * is any workflow at all, as one that was read from a file.
 */
export type Graph<Other extends string = never> = Readonly<Record<string, Node | OtherNode<Other>>>;

/** A node of any graph in ComfyUI's API format, of which nothing is known but its form. */
export interface PlainNode {
  readonly class_type: string;
  /** Constants, and links to other nodes' outputs. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Any graph at all, by node id. Ids may be compound, such as `57:8`. */
export type PlainGraph = ReadonlyMap<string, PlainNode>;

/** ComfyUI takes every list for a link; only one of this shape can lead anywhere. */
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

/** Reads one node; undefined where it names no class. Inputs that are none count as no inputs. */
export function readNode(value: unknown): PlainNode | undefined {
  if (!isRecord(value) || typeof value.class_type !== 'string') return undefined;
  return { class_type: value.class_type, inputs: isRecord(value.inputs) ? value.inputs : {} };
}

/** All texts in a value, however deep they lie in its lists and objects. */
export function stringsWithin(
  value: unknown,
  isLeftOut: (value: object) => boolean = () => false,
): readonly string[] {
  const found: string[] = [];
  // With a stack of its own: what stands in a file may be deeper than the program's.
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
