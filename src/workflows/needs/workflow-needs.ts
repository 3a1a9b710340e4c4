import { z } from 'zod';
import { usedStrings } from '../../comfy/graph.ts';
import { loadedFrom, MODEL_FILE } from '../../comfy/model-folders.ts';
import { isCore, type NodeTable } from '../../comfy/node-table.ts';
import type { Recipe } from '../../recipes/recipe.ts';
import { needsOf, recipeNeeds } from '../../workers/needs.ts';
import type { ApiGraph } from '../api-graph.ts';
import { type Place, placeKey } from '../draft/exported.ts';
import { embeddingsIn, presetFiles } from './unnamed-files.ts';
import { settingsOf } from '../inputs/choice.ts';
import type { Manifest } from '../manifest.ts';
import { madeOf } from '../output-nodes.ts';
import { notesOf, oneLine, type Problem, shortened } from '../problem.ts';
import type { Mentions } from '../sources/workflow-source.ts';
import {
  type Extensions,
  type FoundExtensions,
  type NeededExtension,
  placeOf,
  readExtensions,
} from './extensions.ts';
import { baseName, folderToday, type KnownModels, readKnownModels } from './known-models.ts';

/** A workflow as far as it can be read. */
export interface ReadWorkflow {
  readonly graph: ApiGraph;
  readonly manifest: Manifest | undefined;
  readonly recipe: Recipe | undefined;
}

/** What is known of models and extensions besides the workflow. */
export interface KnownLists {
  readonly table: NodeTable;
  /** Returns the list of extensions. Called only if there is a class to look for, since it is large. */
  readonly readExtensions: () => Extensions;
  readonly models: KnownModels;
}

/** The bundled lists. */
export function bundledLists(): Omit<KnownLists, 'table'> {
  return { readExtensions: () => readExtensions(), models: readKnownModels() };
}

/** A model file that a worker needs. */
export interface NeededFile {
  /** Below ComfyUI's `models`. Undefined if only its node knows it. */
  readonly folder: string | undefined;
  /** The file, with a folder of its own if it has one. */
  readonly file: string;
  /** Files that do as well. */
  readonly others: readonly string[];
  /** Where it can be fetched. It is untrusted if the workflow names it. */
  readonly url: string | undefined;
  /** The checksum that the workflow names for that address. */
  readonly sha256?: string | undefined;
  /** The third-party classes that load it from a place of their own. */
  readonly by: readonly string[];
}

/** All that a worker needs for a workflow. */
export interface WorkflowNeeds extends FoundExtensions {
  readonly models: readonly NeededFile[];
  /** Embeddings that texts name, without ending. */
  readonly embeddings: readonly string[];
  /** Files that nodes find by a preset, in sentences. */
  readonly presets: readonly string[];
}

const NO_EXTENSIONS: FoundExtensions = { extensions: [], newer: [], unknown: [] };

/** Settings under which a workflow names all of its models. */
const OWN_MODELS = {
  models: { checkpoint: '', ipAdapterFile: '', clipVisionName: '' },
  faceWorkflow: 'face-reference',
} as const;

/**
 * Collects what a worker needs: for every choice, or, if members' choices are not known, for the
 * exported values. What the workflow itself mentions comes before what the tables know.
 */
export function workflowNeeds(
  { graph, manifest, recipe }: ReadWorkflow,
  { table, readExtensions, models: known }: KnownLists,
  mentions: Mentions,
): WorkflowNeeds {
  const { nodes, models } = recipe ? recipeNeeds(recipe, OWN_MODELS) : needsOf(graph);
  const classes = nodes.filter((name) => {
    const known = table.get(name);
    return !known || !isCore(known);
  });
  const addressOf = addressesIn(mentions);
  const sent = madeOf(graph, manifest?.outputs ?? Object.keys(graph));
  const used = Object.fromEntries(Object.entries(graph).filter(([id]) => sent.has(id)));
  const inFolders = models.map(({ folder, files }) => {
    const found = files.map((file) => {
      const { url = known.addressOf(file, folder), sha256 } = addressOf(file, folder) ?? {};
      return { file, url, sha256 };
    });
    const best = found.find(({ url }) => url !== undefined) ?? found[0];
    return {
      folder,
      file: best?.file ?? '',
      others: files.filter((file) => file !== best?.file),
      url: best?.url,
      sha256: best?.sha256,
      by: [],
    };
  });
  const elsewhere = [...filesElsewhere(used, new Set(classes))].map(([file, by]) => {
    const said = addressOf(file, undefined);
    return {
      folder: said?.folder ?? known.folderOf(file),
      file,
      others: [],
      url: said?.url ?? known.addressOf(file, undefined),
      sha256: said?.sha256,
      by,
    };
  });
  return {
    models: [...inFolders, ...elsewhere],
    embeddings: manifest ? embeddingsOf(used, manifest) : [],
    presets: presetFiles(used),
    ...(classes.length > 0 ? readExtensions().of(classes, mentions.packs) : NO_EXTENSIONS),
  };
}

/** Embeddings that texts name which members do not always replace. */
function embeddingsOf(graph: ApiGraph, manifest: Manifest): readonly string[] {
  const always = manifest.nodes.filter(
    (entry) => entry.type === 'prompt' && entry.default === undefined && entry.required !== false,
  );
  const replaced = new Set(placesSet({ nodes: always }).map(placeKey));
  return embeddingsIn(graph, (place) => replaced.has(placeKey(place)));
}

/** An input that an option sets. */
export interface SetPlace extends Place {
  readonly option: string;
}

/** The inputs that a manifest's entries set. */
export function placesSet({ nodes }: Pick<Manifest, 'nodes'>): readonly SetPlace[] {
  return nodes.flatMap((entry) => {
    const option = entry.name ?? entry.type;
    const [first] = entry.type === 'choice' ? (settingsOf(entry) ?? []) : [];
    if (first) {
      return Object.entries(first.values).flatMap(([node, inputs]) =>
        Object.keys(inputs).map((input) => ({ option, node, input })),
      );
    }
    const key = 'key' in entry ? entry.key : undefined;
    const keys = entry.type === 'aspect_ratio' ? ['width', 'height'] : [key ?? []].flat();
    return (entry.node_ids ?? []).flatMap((node) => keys.map((input) => ({ option, node, input })));
  });
}

/** Files that nodes of these classes name, if their folder is unknown, each with the classes. */
function filesElsewhere(
  graph: ApiGraph,
  classes: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const files = Object.values(graph).flatMap(({ class_type: className, inputs }) =>
    classes.has(className)
      ? Object.entries(inputs)
          .filter(([input]) => loadedFrom(className, input) === undefined)
          .flatMap(([, value]) => usedStrings(value))
          .filter((text) => MODEL_FILE.test(text) && !/embedding:/i.test(text))
          .map((file) => ({ file, className }))
      : [],
  );
  files.sort((one, other) => (one.file < other.file ? -1 : 1));
  return new Map(
    [...Map.groupBy(files, ({ file }) => file)].map(([file, all]) => [
      file,
      [...new Set(all.map(({ className }) => className))].sort(),
    ]),
  );
}

/** Addresses in texts end before what Markdown and HTML put around them. */
const ADDRESS = /https:\/\/[^\s"'<>()[\]\\]{1,2048}/g;

/** Finds the address that a workflow itself names for a file, and its folder. */
function addressesIn({ models, texts }: Mentions) {
  const named = Map.groupBy(models, ({ name }) => baseName(name.replaceAll('\\', '/')));
  const linked = new Map<string, string>();
  for (const text of texts) {
    for (const [url] of text.matchAll(ADDRESS)) {
      const [path = ''] = url.split(/[?#]/, 1);
      const file = baseName(decoded(path));
      if (MODEL_FILE.test(file) && !linked.has(file)) linked.set(file, url);
    }
  }
  return (file: string, folder: string | undefined) => {
    const name = baseName(file);
    const alike = (named.get(name) ?? []).filter(({ url }) => url !== undefined);
    const isThere = (directory: string) =>
      folder === undefined || folderToday(directory).split('/')[0] === folder;
    const found = alike.find(({ directory }) => directory === undefined || isThere(directory));
    const { url = linked.get(name), directory, sha256 } = found ?? alike[0] ?? {};
    if (url === undefined) return undefined;
    return {
      url: direct(url),
      sha256,
      folder: directory === undefined ? undefined : folderToday(directory),
    };
  };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The address of the file itself: Hugging Face's pages of files have `blob` in theirs. */
function direct(url: string): string {
  return url
    .replace(/^(https:\/\/huggingface\.co\/[^/]+\/[^/]+)\/blob\//, '$1/resolve/')
    .replace(/\?download=true$/, '');
}

/** Longer names are cut in the report. */
const LONGEST = 1_000;
/** Further lines are left out of the report. Large workflows need a few dozen files. */
const MOST_LINES = 200;

/** The report's lines on what a worker needs. */
export function needLines(need: WorkflowNeeds): readonly string[] {
  const { models, embeddings, presets, extensions, newer, unknown } = need;
  const isOwn = [extensions, newer, unknown].every(({ length }) => length === 0);
  const lines = notesOf(
    models.map(modelLine),
    embeddings.length > 0 && `embeddings: ${embeddings.join(', ')}`,
    presets,
    extensions.map(extensionLine),
    newer.length > 0 && `part of ComfyUI, but not of version 0.33.0: ${newer.join(', ')}`,
    unknown.length > 0 && `node classes of no known extension: ${unknown.join(', ')}`,
    isOwn && 'no node classes beyond those of ComfyUI 0.33.0',
  );
  const more = lines.length - MOST_LINES;
  return [
    'The worker must have:',
    ...lines.slice(0, MOST_LINES).map((line) => `  ${cut(line)}`),
    ...(more > 0 ? [`  and ${more} more: see ${NEEDS_FILE}`] : []),
  ];
}

function modelLine({ folder, file, others, url = 'no address known', by }: NeededFile): string {
  const name = [folder === undefined ? file : `${folder}/${file}`, ...others].join(' or ');
  const loader = by.length > 0 ? ` for ${by.join(', ')}, unless it fetches it itself` : '';
  return `${name}${loader}: ${url}`;
}

/** How many other repositories are named. */
const SHOWN = 3;

function extensionLine({ repository, id, version, classes, others }: NeededExtension): string {
  const where = [
    repository ?? `${id ?? ''} in ComfyUI's registry`,
    version === undefined ? [] : `version ${version}`,
  ];
  const also =
    others.length === 0
      ? ''
      : ` (also in ${[...others.slice(0, SHOWN), others.length > SHOWN ? `${others.length - SHOWN} more` : []].flat().join(', ')})`;
  return `${where.flat().join(', ')}: ${classes.join(', ')}${also}`;
}

function cut(line: string): string {
  return shortened(oneLine(line), LONGEST);
}

/** The file in a workflow's folder that lists its needs. Operators can add addresses to it. */
export const NEEDS_FILE = 'needs.json';

/** The most entries of a kind in it. */
const MOST_KEPT = 1_000;
/** The longest text in it. */
const LONGEST_KEPT = 2_048;

/** The contents of {@link NEEDS_FILE}. */
export function needsJson({ models, extensions }: WorkflowNeeds): object {
  return {
    models: models
      .map(({ folder = '', file, url = '', sha256 = '' }) => ({ folder, file, url, sha256 }))
      .filter((one) => Object.values(one).every(isKept))
      .slice(0, MOST_KEPT),
    extensions: extensions
      .map(({ repository = '', id = '', version = '', classes }) => ({
        ...{ repository, id, version },
        classes: classes.filter(isKept).slice(0, MOST_KEPT),
      }))
      .filter((one) => [one.repository, one.id, one.version].every(isKept))
      .slice(0, MOST_KEPT),
  };
}

function isKept(text: string): boolean {
  return text.length <= LONGEST_KEPT;
}

const text = z.string().max(LONGEST_KEPT).default('');
const sha256 = z
  .string()
  .regex(/^(?:[\da-f]{64})?$/i, 'Expected the 64 digits of a SHA-256')
  .transform((digits) => digits.toLowerCase())
  .default('');
const needsSchema = z.strictObject({
  models: z
    .array(z.strictObject({ folder: text, file: text, url: text, sha256 }))
    .max(MOST_KEPT)
    .default([]),
  extensions: z
    .array(
      z.strictObject({
        repository: text,
        id: text,
        version: text,
        classes: z.array(text).max(MOST_KEPT),
      }),
    )
    .max(MOST_KEPT)
    .default([]),
});

/** Reads {@link NEEDS_FILE} as what a workflow says of its needs, or says what is wrong with it. */
export function readNeedsJson(
  json: unknown,
): { readonly mentions: Mentions } | { readonly problems: readonly Problem[] } {
  const read = needsSchema.safeParse(json);
  if (!read.success) {
    const problems = read.error.issues.map(({ path, message }) => ({
      file: NEEDS_FILE,
      ...(path.length > 0 && { place: path.map(String).join('.') }),
      says: `${message}: mend it, or delete the file`,
    }));
    return { problems };
  }
  const { models, extensions } = read.data;
  return {
    mentions: {
      models: models.map(({ folder, file, url, sha256 }) => ({
        name: file,
        directory: filled(folder),
        url: filled(url),
        sha256: filled(sha256),
      })),
      packs: new Map(
        extensions.flatMap(({ classes, repository, id, version }) =>
          classes.map((name) => [
            name,
            {
              ...(repository !== '' && { repository: placeOf(repository) }),
              ...(id !== '' && { id }),
              ...(version !== '' && { version }),
            },
          ]),
        ),
      ),
      texts: [],
    },
  };
}

function filled(value: string): string | undefined {
  return value === '' ? undefined : value;
}
