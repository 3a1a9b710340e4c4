import { isCore } from '../../comfy/node-table.ts';
import { isLink } from '../api-graph.ts';
import {
  COMPARERS,
  endsOf,
  isGivenPicture,
  madeBesides,
  savesPictures,
  sendsPicture,
} from '../output-nodes.ts';
import { noteOn, notesOf, shortened } from '../problem.ts';
import type { Exported, Place } from './exported.ts';
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
  const called = new Set(others);
  const besides = behind.filter((id) => !said.has(id) && !nodes.includes(id) && !called.has(id));
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
    ownPictures(exported, besides),
  );
}

/** Names of switches with which extensions' classes post a picture of their own. */
const SWITCHES =
  /^(?:image_output|save|save_?(?:image|output|picture|file|mask|result|intermediate)s?|save_to_\w+|(?:(?:show|enable|display)_)?(?:image_)?preview(?:_image)?|(?:show|enable|display)_(?:preview|image)s|show_image)$/i;
/** Other inputs whose value may say it, and such values. */
const MODES = /output|mode|display|action/i;
const POSTS =
  /^(?:preview|save|send(?:er)?|show)(?: ?[&/_-]? ?(?:and |only|images?|preview|save|choose).*)?$/i;
/** ComfyUI-Easy-Use's `Hide&Save` writes a file without telling ComfyUI. */
const OFF = /^(?:hide.*|none|false|off|no|0|disabled?|)$/i;
const LONGEST_VALUE = 60;
const PREFIX = /^(?:filename|save|file)_?prefix$/i;

/** Reports nodes on the way that may post a picture of their own. A worker returns every node's. */
function ownPictures(exported: Exported, nodes: readonly string[]): readonly string[] {
  const byWhy = Map.groupBy(nodes, (node) => whyPosts(exported, node));
  return [...byWhy].flatMap(([why, alike]) => {
    if (why === undefined) return [];
    const names = exported.names(alike);
    if (why === SHOWN) return names.map((name) => `Node ${name} ${SHOWN}`);
    const who =
      names.length > 1 ? `Nodes ${names.join(', ')} may each` : `Node ${names.join('')} may`;
    return [`${who} post a picture of its own besides, as ${why}`];
  });
}

const SHOWN =
  'shows a picture on the way, which may be posted besides: take it out in ComfyUI if it should not.';
const PUT_ANOTHER = 'put another node in its place in ComfyUI if it should not.';

/** Why a node may post a picture that is no output's. `undefined` if it does not. */
function whyPosts(exported: Exported, node: string): string | undefined {
  const known = exported.classOf(node);
  const className = exported.className(node);
  if (known && isCore(known)) {
    return savesPictures(className, known) === true ? SHOWN : undefined;
  }
  // The extension's own declaration is better than any name.
  if (known && !known.isOutput) return undefined;
  if (!mayGetPicture(exported, node)) return undefined;
  const own = Object.entries(exported.inputsOf(node));
  const switches = own.filter(([input, value]) => isSwitch(input, value));
  const on = switches.find(([, value]) => !OFF.test(String(value).trim()));
  if (on) {
    const [input, value] = on;
    const is = shortened(JSON.stringify(value), LONGEST_VALUE);
    return `its ${input} is ${is}: switch that off in ComfyUI if it should not.`;
  }
  if (switches.length > 0) return undefined;
  if (PREVIEWS.test(className)) return SHOWN;
  const decode = exported.value({ node, input: 'vae_decode' });
  if (typeof decode === 'string' && /^true/i.test(decode)) {
    return `its vae_decode is ${JSON.stringify(decode)}: choose "output only" there if it should not.`;
  }
  if (known) return `its class is declared an output: ${PUT_ANOTHER}`;
  const prefix = own.find(([input, value]) => PREFIX.test(input) && !isLink(value));
  return prefix && `it has a ${prefix[0]}: ${PUT_ANOTHER}`;
}

/** Whether an input switches a posted picture on or off. */
function isSwitch(input: string, value: unknown): boolean {
  if (isLink(value)) return false;
  if (SWITCHES.test(input)) return true;
  return MODES.test(input) && typeof value === 'string' && POSTS.test(value);
}

/** Names of inputs of unknown types that bring no picture. */
const NO_PICTURE =
  /text|string|prompt|caption|words|model|clip|lora|cond|seed|audio|positive|negative/i;

/** Whether a node receives something that may be a picture or become one. */
function mayGetPicture(exported: Exported, node: string): boolean {
  const types = ['IMAGE', 'MASK', 'LATENT'];
  const may = (place: Place) => exported.brings(place, types) ?? !NO_PICTURE.test(place.input);
  return exported.sourcesOf(node, may).length > 0;
}
