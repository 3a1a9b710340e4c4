import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const baseSchema = z.object({
  /** `FLUX.1 dev`. */
  name: z.string(),
  /** Its publisher. */
  by: z.string(),
  /** The publisher's page of it. */
  source: z.url(),
  /** Names of its files, without precision and ending. */
  files: z.array(z.string()),
});

/** A base model that suits a general audience, as its publisher describes it. */
export type BaseModel = z.infer<typeof baseSchema>;

export const knownModelsSchema = z.object({
  sources: z.array(z.string()),
  files: z.array(z.object({ folder: z.string(), file: z.string(), url: z.url() })),
  bases: z.array(baseSchema),
});
export type KnownModelsFile = z.infer<typeof knownModelsSchema>;

/** Older names of folders, under which ComfyUI searches too. */
const OLDER: ReadonlyMap<string, string> = new Map([
  ['clip', 'text_encoders'],
  ['unet', 'diffusion_models'],
]);

/** The folder's name today: `unet/flux` is `diffusion_models/flux`. */
export function folderToday(folder: string): string {
  const [first = '', ...rest] = folder.split('/');
  return [OLDER.get(first) ?? first, ...rest].join('/');
}

/** Endings that say how exactly a model is stored, not which it is. */
const PRECISION =
  /[-_. ](?:fp32|fp16|fp8|fp4|nvfp4|mxfp8|bf16|f16|f32|int8|fp8mixed|mixed|scaled|convrot|e4m3fn|e5m2|q\d(?:_[01ks])?(?:_[sml])?)$/;

/** Identifies a model by its file: `sub/FLUX1-dev_fp8.safetensors` and `flux1_dev.gguf` are the same. */
function modelName(file: string): string {
  let name = baseName(file)
    .toLowerCase()
    .replace(/\.(?:safetensors|sft|ckpt|pth?|bin|gguf)$/, '');
  for (let before = ''; before !== name;) {
    before = name;
    name = name.replace(PRECISION, '');
  }
  return name.replace(/[-_. ]+/g, '_');
}

/** A file's name without its folders. */
export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** The owner and host of an address: `huggingface.co/Comfy-Org`. */
function ownerOf(url: string): string {
  return url.split('/').slice(2, 4).join('/').toLowerCase();
}

/** ComfyUI's own, who publishes the models of others in ComfyUI's form. */
const REPACKAGER = 'huggingface.co/comfy-org';

/** Well-known model files: where they are published, and whose they are. */
export class KnownModels {
  readonly #files: ReadonlyMap<string, KnownModelsFile['files']>;
  readonly #bases: ReadonlyMap<string, BaseModel>;
  readonly #publishers: ReadonlySet<string>;

  constructor({ files, bases }: KnownModelsFile) {
    this.#files = Map.groupBy(files, ({ file }) => file);
    this.#bases = new Map(
      bases.flatMap((base) => base.files.map((file) => [modelName(file), base] as const)),
    );
    this.#publishers = new Set([...bases.map(({ source }) => ownerOf(source)), REPACKAGER]);
  }

  /** The address of a file. Without a folder, only if its name stands for one file. */
  addressOf(file: string, folder: string | undefined): string | undefined {
    const alike = this.#files.get(baseName(file)) ?? [];
    if (folder === undefined) return alike.length === 1 ? alike[0]?.url : undefined;
    const [today] = folderToday(folder).split('/');
    return alike.find((one) => one.folder === today)?.url;
  }

  /** The folder of a file, if its name stands for one file. */
  folderOf(file: string): string | undefined {
    const alike = this.#files.get(baseName(file)) ?? [];
    return alike.length === 1 ? alike[0]?.folder : undefined;
  }

  /**
   * The base model of this name. An address must be the table's, or of a publisher in it: any file may be
   * called `flux1-dev`.
   */
  baseOf(file: string, address?: string): BaseModel | undefined {
    const alike = this.#files.get(baseName(file)) ?? [];
    const isTheirs =
      address === undefined ||
      alike.some(({ url }) => url === address) ||
      this.#publishers.has(ownerOf(address));
    return isTheirs ? this.#bases.get(modelName(file)) : undefined;
  }
}

const MODELS_FILE = fileURLToPath(new URL('../../../nodes/models.json', import.meta.url));

/** Reads the bundled table. */
export function readKnownModels(file: string = MODELS_FILE): KnownModels {
  return new KnownModels(knownModelsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
}
