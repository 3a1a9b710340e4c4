import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { z } from 'zod';
import type { NodePack } from '../sources/workflow-source.ts';

/** ComfyUI-Manager's list in short: see nodes/README.md. The most starred extensions come first. */
export const extensionListSchema = z.object({
  source: z.object({ repository: z.string(), commit: z.string(), date: z.string() }),
  extensions: z.array(
    z.object({
      /** `owner/name` at GitHub, or an address. */
      at: z.string(),
      /** Its node classes. */
      classes: z.array(z.string()),
      /** Matches further classes. */
      pattern: z.string().optional(),
      /** Classes that are first of all its own, though others define them too. */
      first: z.array(z.string()).optional(),
    }),
  ),
});
export type ExtensionList = z.infer<typeof extensionListSchema>;

/** An extension that a worker needs, and why. */
export interface NeededExtension {
  /** The address of its repository. Undefined if only its id is known. */
  readonly repository: string | undefined;
  readonly id: string | undefined;
  readonly version: string | undefined;
  /** The workflow's classes that it defines, sorted. */
  readonly classes: readonly string[];
  /** Repositories that the list names for all of these classes, if it is not the only one. */
  readonly others: readonly string[];
}

/** The extensions of several node classes. */
export interface FoundExtensions {
  /** By repository. */
  readonly extensions: readonly NeededExtension[];
  /** Classes of ComfyUI itself that the bundled version lacks: newer ones, and those that call paid services. */
  readonly newer: readonly string[];
  /** Classes that no list knows. */
  readonly unknown: readonly string[];
}

/** How ComfyUI names itself as an extension. */
const CORE = 'comfy-core';
const CORE_REPOSITORY = 'comfyanonymous/ComfyUI';
const CORE_REPOSITORIES: ReadonlySet<string> = new Set([CORE_REPOSITORY, 'Comfy-Org/ComfyUI']);

/** `owner/name` at GitHub, or the address of another repository. */
const PLACE = /^(?:https:\/\/\S+|[\w.-]+\/[\w.-]+)$/;

const GITHUB = 'https://github.com/';

/** The longest class name that patterns are tried on. ComfyUI's own have 40 characters. */
const LONGEST_CLASS = 200;

/** The extension of a class, as far as it is known. */
interface Found {
  readonly name: string;
  /** `owner/name` at GitHub, or an address. */
  readonly repository?: string | undefined;
  readonly id?: string | undefined;
  readonly version?: string | undefined;
  readonly others: readonly string[];
}

/** Finds the extensions that define node classes. */
export class Extensions {
  readonly #byClass = new Map<string, string[]>();
  /** By class: extensions whose own it is first of all. */
  readonly #first = new Map<string, string[]>();
  readonly #patterns: readonly {
    readonly at: string;
    readonly pattern: RegExp;
    /** Whether it is an author's prefix or suffix, such as ` (rgthree)`. */
    readonly isMark: boolean;
  }[];
  readonly #byName = new Map<string, string>();
  /** The position in the list. */
  readonly #rank: ReadonlyMap<string, number>;

  constructor({ extensions }: ExtensionList) {
    for (const { at, classes, first = [] } of extensions) {
      for (const name of classes) add(this.#byClass, name, at);
      for (const name of first) add(this.#first, name, at);
      const name = nameOf(at);
      if (!this.#byName.has(name)) this.#byName.set(name, at);
    }
    this.#rank = new Map(extensions.map(({ at }, rank) => [at, rank]));
    this.#patterns = extensions.flatMap(({ at, pattern }) =>
      pattern === undefined
        ? []
        : [{ at, pattern: new RegExp(pattern), isMark: /^\^|\$$/.test(pattern) }],
    );
  }

  /** The extensions of these classes. `said`: what the workflow says of them, which comes first. */
  of(classes: readonly string[], said: ReadonlyMap<string, NodePack> = new Map()): FoundExtensions {
    const found = classes.map((name) => this.#extensionOf(name, said.get(name) ?? {}));
    const packs = found.flatMap((one) => {
      const place = one.repository ?? one.id;
      return place === undefined || isCore(one.repository) ? [] : [{ ...one, place }];
    });
    return {
      extensions: [...Map.groupBy(packs, ({ place }) => place).values()].map(merged),
      newer: found.filter(({ repository }) => isCore(repository)).map(({ name }) => name),
      unknown: found
        .filter(({ repository, id }) => repository === undefined && id === undefined)
        .map(({ name }) => name),
    };
  }

  #extensionOf(name: string, { id, repository, version }: NodePack): Found {
    if (id === CORE) return { name, repository: CORE_REPOSITORY, others: [] };
    const known = this.#candidates(name);
    if (repository !== undefined && PLACE.test(repository)) {
      return { name, repository, id, version, others: known.filter((one) => one !== repository) };
    }
    if (id !== undefined) {
      // The registry's ids are mostly the repository's name.
      const short = id.toLowerCase();
      const [only] = known.length === 1 ? known : [];
      const named = known.find((one) => nameOf(one) === short) ?? this.#byName.get(short) ?? only;
      return { name, repository: named, id, version, others: known.filter((one) => one !== named) };
    }
    const [first, ...others] = known;
    return { name, repository: first, others };
  }

  /** The extensions that define a class, the likeliest first. */
  #candidates(name: string): readonly string[] {
    const exact = this.#byClass.get(name) ?? [];
    const matching = name.length > LONGEST_CLASS ? [] : this.#patterns;
    const alike = matching.filter(({ pattern }) => pattern.test(name));
    const marked = alike.filter(({ isMark }) => isMark).map(({ at }) => at);
    // Copies of an extension list its classes by name, where the original has a pattern.
    const known = [...new Set([...exact, ...marked])].sort(
      (one, other) => (this.#rank.get(one) ?? 0) - (this.#rank.get(other) ?? 0),
    );
    if (known.length === 0) return alike.map(({ at }) => at);
    return [...new Set([...(this.#first.get(name) ?? []), ...known])];
  }
}

function add(map: Map<string, string[]>, name: string, at: string): void {
  const known = map.get(name);
  if (known) known.push(at);
  else map.set(name, [at]);
}

/** One extension of all its classes. */
function merged(all: readonly Found[]): NeededExtension {
  const [first, ...more] = all;
  const shared = (first?.others ?? []).filter((one) =>
    more.every(({ others }) => others.includes(one)),
  );
  const repository = first?.repository;
  return {
    repository: repository === undefined ? undefined : addressOf(repository),
    id: all.find(({ id }) => id !== undefined)?.id,
    version: all.find(({ version }) => version !== undefined)?.version,
    classes: all.map(({ name }) => name).sort(),
    others: shared.map(addressOf),
  };
}

function isCore(at: string | undefined): boolean {
  return at !== undefined && CORE_REPOSITORIES.has(at);
}

/** `rgthree/rgthree-comfy` is `rgthree-comfy`. */
function nameOf(at: string): string {
  return at.slice(at.lastIndexOf('/') + 1).toLowerCase();
}

/** The reverse: `https://github.com/owner/name.git` is `owner/name`. */
export function placeOf(address: string): string {
  const short = address.replace(/\/$/, '').replace(/\.git$/, '');
  return short.startsWith(GITHUB) ? short.slice(GITHUB.length) : short;
}

function addressOf(at: string): string {
  return at.includes('://') ? at : GITHUB + at;
}

/** The bundled list. */
export const LIST_FILE = fileURLToPath(
  new URL('../../../nodes/extensions.json.br', import.meta.url),
);

/** Reads the bundled list: 40,000 node classes of some 5,600 extensions. */
export function readExtensions(file: string = LIST_FILE): Extensions {
  return new Extensions(readExtensionList(file));
}

/** Reads the bundled list as it is. */
export function readExtensionList(file: string = LIST_FILE): ExtensionList {
  const text = brotliDecompressSync(readFileSync(file)).toString('utf8');
  return extensionListSchema.parse(JSON.parse(text));
}
