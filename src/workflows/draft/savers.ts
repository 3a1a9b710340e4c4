import { isLink } from '../api-graph.ts';
import {
  COMPARERS,
  endsOf,
  isGivenPicture,
  madeBesides,
  savesPictures,
  sendsPicture,
} from '../output-nodes.ts';
import { noteOn, notesOf } from '../problem.ts';
import type { Exported } from './exported.ts';
import { isSampler } from './samplers.ts';

/** The nodes that save a workflow's pictures. */
export interface Savers {
  readonly nodes: readonly string[];
  /** Whether they only preview pictures: not every worker returns these. */
  readonly arePreviews: boolean;
  /** Previews that do not depend on a sampler, if there are others. */
  readonly left?: readonly string[];
  /** Savers of the same picture as another of their class. */
  readonly same?: readonly string[];
}

const PREVIEWS = /preview/i;
/** Names of extensions' classes that save or send a picture. */
const SAVES = /save|output|export|send|upload|return|respon|publish|deliver/i;

/**
 * Finds the nodes that save pictures; if there are none, those that preview them. A node of an
 * unknown class counts as a saver if it receives pictures, its name says so, and only previews and
 * comparers use it. Other such nodes may just be left unconnected, so they count only if nothing
 * else ends the workflow.
 */
export function findSavers(exported: Exported): Savers {
  const { graph, table } = exported;
  const { savers, unknown } = endsOf(graph, table);
  const is = (kind: RegExp) => (id: string) => kind.test(exported.className(id));
  const named = unknown.filter((id) => is(SAVES)(id) || is(PREVIEWS)(id));
  const shown = Object.keys(graph).filter(
    (id) => isCalledSaver(exported, id) && isOnlyShown(exported, id),
  );
  const ends = new Set([...savers, ...named, ...shown]);
  const inOrder = Object.keys(graph).filter((id) => ends.has(id));
  const saving = inOrder.filter((id) => !is(PREVIEWS)(id));
  if (saving.length > 0) {
    const byPicture = new Map(saving.toReversed().map((id) => [pictureOf(exported, id), id]));
    const kept = new Set(byPicture.values());
    const nodes = saving.filter((id) => kept.has(id));
    const same = saving.filter((id) => !kept.has(id));
    return { nodes, same, arePreviews: false };
  }
  if (inOrder.length > 0 && !sendsPicture(graph, table)) {
    const previews = madePreviews(exported, inOrder);
    // Beside a video, a preview without a sampler only shows the video's source.
    if (previews.areMade || madeBesides(graph, table).length === 0) {
      return { ...previews, arePreviews: true };
    }
  }
  const nodes = madeBesides(graph, table).length > 0 ? [] : unknown;
  return { nodes, arePreviews: false };
}

/** Whether a node of an unknown class receives a picture, and its name says that it saves. */
function isCalledSaver(exported: Exported, node: string): boolean {
  const className = exported.className(node);
  return (
    !exported.classOf(node) &&
    SAVES.test(className) &&
    !PREVIEWS.test(className) &&
    savesPictures(className, undefined) !== false &&
    isGivenPicture(node, exported.graph, exported.table)
  );
}

/** Whether a node's output is used, but only by previews and comparers. */
function isOnlyShown(exported: Exported, node: string): boolean {
  const uses = exported.usesOf(node);
  const shows = (id: string) => {
    const className = exported.className(id);
    return PREVIEWS.test(className) || COMPARERS.test(className);
  };
  // Some extensions' previews pass their picture on.
  return uses.length > 0 && uses.every((use) => shows(use.node) && !exported.usesOf(use.node)[0]);
}

/** A node's class and linked inputs. Two nodes with equal ones save the same picture. */
function pictureOf(exported: Exported, node: string): string {
  const links = Object.entries(exported.inputsOf(node)).filter(([, value]) => isLink(value));
  return JSON.stringify([exported.className(node), links]);
}

/**
 * Of previews: those that depend on a sampler, if any, since the others show its input. Some
 * extensions' previews pass their picture on.
 */
function madePreviews(
  exported: Exported,
  ends: readonly string[],
): Pick<Savers, 'nodes' | 'left'> & { readonly areMade: boolean } {
  const { graph, table } = exported;
  const ids = Object.keys(graph);
  const made = exported.madeFrom(ids.filter((id) => isSampler(exported, id)));
  const isEnd = new Set(ends);
  const previews = ids.filter(
    (id) =>
      isEnd.has(id) ||
      (PREVIEWS.test(exported.className(id)) &&
        !exported.classOf(id) &&
        isGivenPicture(id, graph, table)),
  );
  const nodes = previews.filter((id) => made.has(id));
  if (nodes.length === 0) return { nodes: ends, areMade: false };
  return { nodes, left: ends.filter((id) => !made.has(id)), areMade: true };
}

/**
 * Remarks for the operator on the saving nodes, in sentences. `behind`: all nodes of the workflow.
 */
export function saverNotes(
  exported: Exported,
  { nodes, arePreviews, left = [], same = [] }: Savers,
  { outputs, behind }: Readonly<Record<'outputs' | 'behind', readonly string[]>>,
): readonly string[] {
  const said = new Set([...outputs, ...same]);
  const others = Object.keys(exported.graph).filter(
    (id) => !said.has(id) && isCalledSaver(exported, id),
  );
  const sent = new Set(behind);
  const shown = behind.filter(
    (id) => PREVIEWS.test(exported.className(id)) && !exported.classOf(id) && !nodes.includes(id),
  );
  const classes = [...new Set(nodes.map((id) => exported.className(id)))];
  const unknown = nodes.filter((node) => !exported.classOf(node));
  return notesOf(
    arePreviews &&
      `Its pictures are only shown (${classes.join(', ')}), which not every worker hands out: use SaveImage.`,
    noteOn('No sampler made what these show, so it is not posted', exported.names(left)),
    exported
      .names(same)
      .map(
        (node) => `Node ${node} saves the same picture as another, so it is left out of outputs.`,
      ),
    exported
      .names(unknown)
      .map(
        (node) =>
          `Nothing is known of node ${node}, which is taken to save the pictures: look whether it does.`,
      ),
    others.map((node) => {
      const isCalled = `Node ${exported.named(node)} is called one that saves a picture, and`;
      if (sent.has(node))
        return `${isCalled} other nodes go on from it: its picture may be posted besides.`;
      const why = exported.usesOf(node).length > 0 ? ', as other nodes go on from it' : '';
      return `${isCalled} is not among outputs${why}: write its id there to post it.`;
    }),
    exported
      .names(shown)
      .map(
        (node) =>
          `Node ${node} shows a picture on the way, which may be posted besides: take it out in ComfyUI if it should not.`,
      ),
  );
}
