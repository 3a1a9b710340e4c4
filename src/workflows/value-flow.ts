import { isInputFile, MODEL_FILE, modelFolder } from '../comfy/model-folders.ts';
import { inputsFor, type NodeInput, type NodeTable, typesFit } from '../comfy/node-table.ts';
import { own } from '../engines/record.ts';
import { type ApiGraph, isLink } from './api-graph.ts';

/** A graph and the known node classes. */
export interface Known {
  readonly graph: ApiGraph;
  readonly table: NodeTable;
}

/** An input of a node that has a value or a link. */
export interface Place {
  readonly node: string;
  readonly input: string;
  /** The value or the link, as exported. */
  readonly now: unknown;
  /** The class of the node, and what that input accepts, if the node table knows it. */
  readonly className: string;
  readonly takes: NodeInput | undefined;
}

/** Types whose values can be written into a graph, not only computed in it. */
const VALUES = ['STRING', 'INT', 'FLOAT', 'BOOLEAN', 'COMBO'];

/** All inputs of a graph that have a value or a link. */
export function placesIn({ graph, table }: Known): readonly Place[] {
  return Object.entries(graph).flatMap(([node, { class_type: className, inputs }]) => {
    const known = table.get(className);
    const takes = known && inputsFor(known, inputs);
    return Object.entries(inputs).map(([input, now]) => ({
      node,
      input,
      className,
      takes: takes?.get(input),
      now,
    }));
  });
}

/**
 * The nodes whose values reach one of these inputs, each with an input that they reach. Follows links that
 * may carry a value through nodes that pass one on, such as primitives and switches. An unknown class may
 * pass on any of its inputs; with `surely`, only if it has a single one. Linear in the size of the graph.
 */
export function nodesLeadingTo(
  ends: readonly Place[],
  places: readonly Place[],
  known: Known,
  { surely }: { readonly surely: boolean },
): ReadonlyMap<string, Place> {
  const inputsOf = Map.groupBy(places, (place) => place.node);
  const found = new Map<string, Place>();
  const waiting = ends.map((place) => ({ place, end: place }));
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { place, end } = next;
    const node = sourceOf(place, known, surely);
    if (node === undefined || found.has(node)) continue;
    found.set(node, end);
    for (const one of inputsOf.get(node) ?? []) waiting.push({ place: one, end });
  }
  return found;
}

/** The node that passes a value into an input. */
function sourceOf({ takes, now }: Place, { graph, table }: Known, surely: boolean) {
  if (!isLink(now) || (takes && !isValue(takes.type))) return undefined;
  const [node, slot] = now;
  const source = own(graph, node);
  if (!source) return undefined;
  const given = table.get(source.class_type)?.outputs;
  if (given) return isValue(given[slot] ?? '') ? node : undefined;
  return surely && Object.keys(source.inputs).length > 1 ? undefined : node;
}

function isValue(type: string): boolean {
  return type.startsWith('COMFY_DYNAMIC') || VALUES.some((one) => typesFit(type, one));
}

/** Where the values set in a graph end up. */
export interface FileWays {
  /** The input naming a file or an address that this value reaches, possibly itself. */
  file(target: Place): Place | undefined;
  /** The same for inputs that load a picture. */
  picture(target: Place): Place | undefined;
}

/** Follows values in a graph to inputs that name a file or an address. */
export function fileWays(known: Known): FileWays {
  const places = placesIn(known);
  const ends = places.filter((place) => namesFile(place) !== undefined);
  const sure = ends.filter((place) => namesFile(place) === 'surely');
  const pictures = sure.filter(({ takes }) => takes?.picture === true);
  const toFile = nodesLeadingTo(sure, places, known, { surely: false });
  const toSome = nodesLeadingTo(ends, places, known, { surely: true });
  const toPicture = nodesLeadingTo(pictures, places, known, { surely: false });
  return {
    file: (target) =>
      toFile.get(target.node) ??
      toSome.get(target.node) ??
      (namesFile(target) === undefined ? undefined : target),
    picture: (target) => (target.takes?.picture === true ? target : toPicture.get(target.node)),
  };
}

/** Names of inputs that are always a file or an address, in any class, written or linked. */
const SURE =
  /(^|_)((path|file|file_?name|file_?path|folder|dir|directory|uri|url|href|link|address|host|webhook|src|base64|ckpt|checkpoint|lora|unet|embedding)s?_?\d*(_|$)|(model|vae|clip|net|encoder|image)_name_?\d*$)/;
/** Names of inputs that are one only if written as text. Links to them mostly carry the thing itself. */
const AS_TEXT =
  /(^|_)(image|img|picture|photo|mask|video|audio|latent|model|vae|control_?net|source)s?(_?data)?_?\d*$/;
/** Names of texts about such a thing, as in `image_prompt`. */
const WORDS = /(^|_)(prompt|text|caption|description|words)s?(_|$)/;

/** Extensions of picture files. */
const PICTURE_FILE = /\.(?:png|jpe?g|jfif|webp|gif|bmp|tiff?|avif|heic)\s*$/i;
const OTHER_FILE = /\.(?:mp[34]|webm|mov|mkv|wav|flac|ogg|latent|json|ya?ml|txt|csv)\s*$/i;
const ADDRESS = /^\s*(?:(?:https?|ftp|file|s3|gs):\/\/|data:\w+\/)/i;

/**
 * Whether a text in this input names a file or an address: by the node table, else by the input's name or its
 * value. `probably`: it does for a text, and otherwise takes the thing itself.
 */
export function namesFile({
  className,
  input,
  takes,
  now,
}: Place): 'surely' | 'probably' | undefined {
  if (takes?.files === true || takes?.picture === true) return 'surely';
  if (isInputFile(className, input) || modelFolder(className, input) !== undefined) return 'surely';
  if (takes && takes.type !== 'STRING') return undefined;
  const name = plain(input);
  if (SURE.test(name)) return 'surely';
  if (typeof now === 'string' && isFileOrAddress(now)) return 'surely';
  if (takes || !AS_TEXT.test(name) || WORDS.test(name)) return undefined;
  return isLink(now) ? 'probably' : 'surely';
}

/** `imageURL 2` is `image_url_2`. */
function plain(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z\d]+/g, '_')
    .toLowerCase();
}

/** Several words in a row may end in anything. */
function isFileOrAddress(text: string): boolean {
  if (ADDRESS.test(text)) return true;
  // ComfyUI's notation for an embedding in a prompt.
  if (/[,\n]|^\(*embedding:/.test(text.trim())) return false;
  return MODEL_FILE.test(text) || PICTURE_FILE.test(text) || OTHER_FILE.test(text);
}
