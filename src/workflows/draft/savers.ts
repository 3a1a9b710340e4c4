import { isLink } from '../api-graph.ts';
import {
  COMPARERS,
  endsOf,
  isGivenPicture,
  madeBesides,
  savesPictures,
  sendsPicture,
} from '../output-nodes.ts';
import type { Exported } from './exported.ts';
import { isSampler } from './samplers.ts';

/** The nodes that a workflow's pictures come from. */
export interface Savers {
  readonly nodes: readonly string[];
  /** Whether they only show pictures: not every worker hands these out. */
  readonly arePreviews: boolean;
  /** Previews of what no sampler made, where there are others. */
  readonly left?: readonly string[];
  /** Those that save the same picture as another of their class. */
  readonly same?: readonly string[];
}

const PREVIEWS = /preview/i;
/** What extensions call classes that save or send a picture. */
const SAVES = /save|output|export|send|upload|return|respon|publish|deliver/i;

/**
 * Finds the nodes that save pictures; if there are none, those that show them. A node of an unknown class counts as a
 * saver if it takes pictures, is called one, and no node uses it but previews and comparers. Any other such node may be what an author left
 * unconnected, so it counts only if the workflow ends in nothing else.
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
    // Beside a video, what no sampler made is only what that was made of.
    if (previews.areMade || madeBesides(graph, table).length === 0) {
      return { ...previews, arePreviews: true };
    }
  }
  const nodes = madeBesides(graph, table).length > 0 ? [] : unknown;
  return { nodes, arePreviews: false };
}

/** Whether a node of an unknown class gets a picture and is called one that saves it. */
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

/** Whether other nodes use what it gives, and these are previews and comparers alone. */
function isOnlyShown(exported: Exported, node: string): boolean {
  const uses = exported.usesOf(node);
  const shows = (id: string) => {
    const className = exported.className(id);
    return PREVIEWS.test(className) || COMPARERS.test(className);
  };
  // Nodes go on from a preview of some extensions.
  return uses.length > 0 && uses.every((use) => shows(use.node) && !exported.usesOf(use.node)[0]);
}

/** What a node gets of others, and its class: of two that are the same in this, both save one picture. */
function pictureOf(exported: Exported, node: string): string {
  const links = Object.entries(exported.inputsOf(node)).filter(([, value]) => isLink(value));
  return JSON.stringify([exported.className(node), links]);
}

/**
 * Where pictures are only shown: those that a sampler made, if there are any, since the others show what it was given.
 * Extensions have previews that other nodes go on from.
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

/** What an operator ought to know of the nodes that pictures come from, in sentences. `behind`: all of the workflow. */
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
  return [
    ...(arePreviews
      ? [
          `Its pictures are only shown (${[...new Set(nodes.map((id) => exported.className(id)))].join(', ')}), which not every worker hands out: use SaveImage.`,
        ]
      : []),
    ...(left.length > 0
      ? [
          `No sampler made what these show, so it is not posted: ${left.map((node) => exported.named(node)).join(', ')}.`,
        ]
      : []),
    ...same.map(
      (node) =>
        `Node ${exported.named(node)} saves the same picture as another, so it is left out of outputs.`,
    ),
    ...nodes
      .filter((node) => !exported.classOf(node))
      .map(
        (node) =>
          `Nothing is known of node ${exported.named(node)}, which is taken to save the pictures: look whether it does.`,
      ),
    ...others.map((node) => {
      const isCalled = `Node ${exported.named(node)} is called one that saves a picture, and`;
      if (sent.has(node))
        return `${isCalled} other nodes go on from it: its picture may be posted besides.`;
      const why = exported.usesOf(node).length > 0 ? ', as other nodes go on from it' : '';
      return `${isCalled} is not among outputs${why}: write its id there to post it.`;
    }),
    ...shown.map(
      (node) =>
        `Node ${exported.named(node)} shows a picture on the way, which may be posted besides: take it out in ComfyUI if it should not.`,
    ),
  ];
}
