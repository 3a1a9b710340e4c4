import { isInputFile, MODEL_FILE, modelFolder } from '../comfy/model-folders.ts';
import type { NodeInput } from '../comfy/node-table.ts';
import { isLink } from './api-graph.ts';

/** What is called so is a file or an address, whatever its class, and whether it stands there or is linked. */
const SURE =
  /(^|_)((path|file|file_?name|file_?path|folder|dir|directory|uri|url|href|link|address|host|webhook|src|base64|ckpt|checkpoint|lora|unet|embedding)s?_?\d*(_|$)|(model|vae|clip|net|encoder|image)_name_?\d*$)/;
/** What is called so is one where a text stands. What is linked there is mostly the thing itself. */
const AS_TEXT =
  /(^|_)(image|img|picture|photo|mask|video|audio|latent|model|vae|control_?net|source)s?(_?data)?_?\d*$/;
/** Words about such a thing, as in `image_prompt`. */
const WORDS = /(^|_)(prompt|text|caption|description|words)s?(_|$)/;

/** What files of pictures are called. */
const PICTURE_FILE = /\.(?:png|jpe?g|jfif|webp|gif|bmp|tiff?|avif|heic)\s*$/i;
const OTHER_FILE = /\.(?:mp[34]|webm|mov|mkv|wav|flac|ogg|latent|json|ya?ml|txt|csv)\s*$/i;
const ADDRESS = /^\s*(?:(?:https?|ftp|file|s3|gs):\/\/|data:\w+\/)/i;

/** An input, as far as it is known. */
export interface NamedInput {
  readonly className: string;
  readonly input: string;
  /** What its class takes there; `undefined` where that is not known. */
  readonly takes: NodeInput | undefined;
  readonly now: unknown;
}

/**
 * Whether a text in this input names a file or an address: by the node table, and else by what the
 * input is called or what stands there. `probably`: it does where it is given a text, and else takes
 * the thing itself.
 */
export function namesFile({
  className,
  input,
  takes,
  now,
}: NamedInput): 'surely' | 'probably' | undefined {
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

/** Several words after each other may end in anything. */
function isFileOrAddress(text: string): boolean {
  if (ADDRESS.test(text)) return true;
  // So ComfyUI calls an embedding among words.
  if (/[,\n]|^\(*embedding:/.test(text.trim())) return false;
  return MODEL_FILE.test(text) || PICTURE_FILE.test(text) || OTHER_FILE.test(text);
}
