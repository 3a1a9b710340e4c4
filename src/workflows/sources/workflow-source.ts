import { z } from 'zod';
import { isRecord } from '../../engines/record.ts';

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

/** More entries are ignored: a workflow has a few dozen. */
const MOST_MENTIONS = 1_000;

const text = z.string().min(1).max(2_048);
const model = z.object({ name: text, directory: text.optional(), url: text.optional() });
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
      if (read && models.size < MOST_MENTIONS) {
        models.set(JSON.stringify([read.directory, read.name]), read);
      }
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
