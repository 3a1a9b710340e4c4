import { z } from 'zod';
import type { NodeTable } from '../../comfy/node-table.ts';
import { isRecord, own } from '../../engines/record.ts';
import { isSaveFormat } from '../api-graph.ts';
import {
  jsonIn,
  LARGEST_WORKFLOW_BYTES,
  readBytes,
  refusalOf,
  withExactNumbers,
} from '../json-file.ts';
import { notesOf, type Problem } from '../problem.ts';
import { mediaKind, textsIn } from './file-metadata.ts';
import { toExport } from './to-export.ts';

/** A workflow in ComfyUI's API format, and what its file says besides. */
export interface WorkflowSource extends Mentions {
  /** Parsed JSON in the API format. It is not checked yet. */
  readonly graph: unknown;
  /** The bytes of the file, if it holds that and nothing else. */
  readonly bytes?: Buffer;
  /** The same workflow in the editor's format, which may hold an App Mode. */
  readonly editor?: unknown;
  /** What was converted, left out or replaced, in sentences for the operator. */
  readonly notes: readonly string[];
}

/** What a workflow in the editor's format says of what it needs. An API export says nothing. */
export interface Mentions {
  readonly models: readonly MentionedModel[];
  /** By node class: the pack that its nodes came from when the workflow was saved. */
  readonly packs: ReadonlyMap<string, NodePack>;
  /** The author's notes, which often hold the addresses of models. */
  readonly texts: readonly string[];
}

/** A model file that a node lists in its properties. All fields are untrusted. */
export interface MentionedModel {
  readonly name: string;
  /** The folder below ComfyUI's `models`. */
  readonly directory?: string | undefined;
  readonly url?: string | undefined;
  /** In lower-case hexadecimal. */
  readonly sha256?: string | undefined;
}

/** An extension of ComfyUI. All fields are untrusted. */
export interface NodePack {
  /** Its id in the Comfy registry. `comfy-core` is ComfyUI itself. */
  readonly id?: string;
  /** `owner/name` on GitHub, for one that is not in the registry. */
  readonly repository?: string;
  /** A version, or a commit. */
  readonly version?: string;
}

/** The largest picture or video read for the workflow in it. */
const LARGEST_MEDIA_BYTES = 256 * 1024 * 1024;

/** What a file holds, before anything is converted. */
interface Found {
  /** The API format. */
  readonly graph?: unknown;
  /** The editor's format. */
  readonly editor?: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
}

/**
 * Reads the workflow in a file: ComfyUI's export, what its editor saves, a request that holds either, or a
 * picture or video made with it.
 */
export function readSource(
  path: string,
  table: NodeTable,
): { readonly source: WorkflowSource } | { readonly problems: readonly Problem[] } {
  const read = readBytes('', path, LARGEST_MEDIA_BYTES);
  if ('says' in read) return { problems: [read] };
  const kind = mediaKind(read.bytes);
  if (kind !== undefined) {
    const found = inMedia(path, kind, read.bytes);
    return 'says' in found ? { problems: [found] } : converted(path, found, table);
  }
  if (read.bytes.length > LARGEST_WORKFLOW_BYTES) {
    const most = LARGEST_WORKFLOW_BYTES / 1024 / 1024;
    return { problems: [{ file: path, says: `is larger than ${most} MiB: export it again` }] };
  }
  const other = otherKind(read.bytes);
  if (other !== undefined) return { problems: [{ file: path, says: other }] };
  const file = jsonIn(path, read.bytes);
  if ('says' in file) return { problems: [file] };
  const json = withExactNumbers(file);
  const found = unwrapped(json);
  if (found.graph === json) {
    const source = { graph: json, bytes: file.bytes, ...mentionsIn(undefined), notes: [] };
    return { source };
  }
  return converted(path, found, table);
}

/** How files start that people take for a workflow, and what to do instead. */
const OTHER_KINDS: readonly (readonly [start: RegExp, says: string])[] = [
  [/^PK/, 'is a ZIP archive: unpack it and add the files in it'],
  [/^(?:Rar!|7z\xbc\xaf)/, 'is an archive: unpack it and add the files in it'],
  [/^GIF8/, 'is a GIF, which holds no workflow: take a PNG or MP4 of the same run'],
  [/^(?:fLaC|ID3|OggS|RIFF....WAVE)/s, 'is a sound: take a workflow that makes pictures'],
  [/^\s*<(?:!doctype|html)/i, 'is a web page: download the file itself (on GitHub, with Raw)'],
  [/^version https:\/\/git-lfs/, 'is a pointer of Git LFS: run git lfs pull, or download the file'],
  [/^(?:\xff\xfe|\xfe\xff)/, 'is in UTF-16: save it in UTF-8'],
];

/** Why a file holds no workflow, if it is of another kind that people may take. */
function otherKind(bytes: Buffer): string | undefined {
  // A byte order mark may stand before a page.
  const head = bytes.toString('latin1', 0, 100).replace(/^\xef\xbb\xbf/, '');
  return OTHER_KINDS.find(([start]) => start.test(head))?.[1];
}

/** The export stands for itself. A workflow of the editor is converted. */
function converted(path: string, { graph, editor, notes }: Found, table: NodeTable) {
  const mentions = mentionsIn(editor);
  const rest = { ...mentions, ...(editor && { editor }) };
  if (graph !== undefined || !editor) return { source: { graph, ...rest, notes } };
  const made = toExport(editor, table);
  if ('problems' in made) {
    return { problems: made.problems.map((problem) => ({ file: path, ...problem })) };
  }
  const says = refusalOf(made.graph);
  if (says !== undefined) return { problems: [{ file: path, says }] };
  return { source: { graph: made.graph, ...rest, notes: [...notes, ...made.notes] } };
}

/** Keys under which a request holds a workflow, the export first. */
const WRAPPERS = ['prompt', 'output', 'input', 'workflow', 'extra_data', 'extra_pnginfo'];
/** Requests inside requests. */
const DEEPEST = 5;

/** What a request holds. Anything else stands for itself. */
function unwrapped(json: unknown): Found {
  const found: { graph?: unknown; editor?: Readonly<Record<string, unknown>>; under?: string } = {};
  const search = (value: unknown, path: string, depth: number): void => {
    if (!isRecord(value)) return;
    if (isSaveFormat(value)) {
      found.editor ??= value;
      if (found.graph === undefined) found.under ??= path;
    } else if (isGraph(value)) {
      if (found.graph === undefined) found.under = path;
      found.graph ??= value;
    } else if (depth < DEEPEST) {
      for (const key of WRAPPERS)
        search(own(value, key), path === '' ? key : `${path}.${key}`, depth + 1);
    }
  };
  search(json, '', 0);
  const { graph, editor, under = '' } = found;
  // Whatever it is, the draft says what is wrong with it.
  if (graph === undefined && !editor) return { graph: json, notes: [] };
  return {
    ...(graph !== undefined && { graph }),
    ...(editor && { editor }),
    notes: notesOf(under !== '' && `Taken from a request, where it stands under ${under}.`),
  };
}

function isGraph(value: Readonly<Record<string, unknown>>): boolean {
  return Object.values(value).some((node) => isRecord(node) && typeof node.class_type === 'string');
}

function inMedia(path: string, kind: string, bytes: Buffer): Found | Problem {
  const texts = textsIn(bytes);
  const problem = (says: string) => ({ file: path, says });
  if (!texts) return problem(`is no whole ${kind}: take the original file`);
  const held = ['prompt', 'workflow'].filter((name) => texts.has(name));
  const article = kind === 'MP4' ? 'an' : 'a';
  if (held.length === 0) {
    return problem(
      `is ${article} ${kind} without a workflow in it: take one that ComfyUI saved, unchanged since`,
    );
  }
  let graph: unknown;
  let editor: Readonly<Record<string, unknown>> | undefined;
  const wrong: string[] = [];
  // What cannot be read of one may be in the other.
  for (const name of held) {
    const read = inText(texts.get(name) ?? '');
    if ('says' in read) {
      wrong.push(`its ${name} ${read.says}`);
      continue;
    }
    editor ??= read.editor;
    if (name === 'prompt') graph = read.graph;
  }
  if (graph === undefined && !editor) {
    return problem(
      `is ${article} ${kind} whose workflow cannot be read (${wrong.join(', ')}): take another file`,
    );
  }
  const taken = held.map((name) => `its ${name}`).join(' and ');
  return {
    ...(graph !== undefined && { graph }),
    ...(editor && { editor }),
    notes: [`Taken from the ${kind}, which holds ${taken}.`],
  };
}

/** The workflow in a text of a picture or video, or why there is none. */
function inText(text: string): Found | { readonly says: string } {
  if (text.length > LARGEST_WORKFLOW_BYTES) return { says: 'is too large' };
  const file = jsonIn('', Buffer.from(text));
  // What to mend there is for text files.
  if ('says' in file) return { says: file.says.replace(/^is not JSON.*/s, 'is not JSON') };
  const found = unwrapped(withExactNumbers(file));
  const isWorkflow = found.editor !== undefined || (isRecord(found.graph) && isGraph(found.graph));
  return isWorkflow ? found : { says: 'is no workflow' };
}

/** More entries are ignored: a workflow has a few dozen. */
const MOST_MENTIONS = 1_000;

const text = z.string().min(1).max(2_048);
const model = z.object({
  name: text,
  directory: text.optional(),
  url: text.optional(),
  hash: z
    .string()
    .regex(/^[\da-f]{64}$/i)
    .optional()
    .catch(undefined),
  hash_type: z.literal('SHA256').optional().catch(undefined),
});
const pack = z.object({
  cnr_id: text.optional().catch(undefined),
  aux_id: text.optional().catch(undefined),
  ver: text.optional().catch(undefined),
});

/** Classes of nodes that only hold a text for the reader. */
const NOTES: ReadonlySet<unknown> = new Set(['Note', 'MarkdownNote']);

/** Reads what a parsed file in the editor's format says of models and packs. Skips what it does not understand. */
export function mentionsIn(file: unknown): Mentions {
  const models = new Map<string, MentionedModel>();
  const packs = new Map<string, NodePack>();
  const texts: string[] = [];
  const note = (listed: unknown) => {
    for (const one of listIn(listed)) {
      const read = model.safeParse(one).data;
      if (!read || models.size === MOST_MENTIONS) continue;
      const { hash, hash_type: kind, ...named } = read;
      const sha256 = kind === 'SHA256' && hash !== undefined ? hash.toLowerCase() : undefined;
      models.set(JSON.stringify([read.directory, read.name]), {
        ...named,
        ...(sha256 !== undefined && { sha256 }),
      });
    }
  };
  note(isRecord(file) ? file.models : undefined);
  for (const node of nodesIn(file)) {
    if (NOTES.has(node.type)) {
      const [said] = listIn(node.widgets_values);
      if (typeof said === 'string' && texts.length < MOST_MENTIONS) texts.push(said);
    }
    const properties = isRecord(node.properties) ? node.properties : {};
    note(properties.models);
    const { cnr_id: id, aux_id: repository, ver: version } = pack.parse(properties);
    const isNamed = id !== undefined || repository !== undefined;
    if (typeof node.type !== 'string' || !isNamed || packs.has(node.type)) continue;
    if (packs.size === MOST_MENTIONS) continue;
    packs.set(node.type, {
      ...(id !== undefined && { id }),
      ...(repository !== undefined && { repository }),
      ...(version !== undefined && { version }),
    });
  }
  return { models: [...models.values()], packs, texts };
}

/** The nodes of a workflow, its subgraphs and its group nodes. */
function nodesIn(file: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (!isRecord(file)) return [];
  const { definitions, extra } = file;
  const subgraphs = isRecord(definitions) ? listIn(definitions.subgraphs) : [];
  const groups = isRecord(extra) && isRecord(extra.groupNodes) ? extra.groupNodes : {};
  return [file, ...subgraphs, ...Object.values(groups)]
    .flatMap((graph) => (isRecord(graph) ? listIn(graph.nodes) : []))
    .filter(isRecord);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
