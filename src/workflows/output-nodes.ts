import { isCore, type NodeClass, type NodeTable, typesFit } from '../comfy/node-table.ts';
import { own } from '../engines/record.ts';
import { type ApiGraph, GRAPH_FILE, isLink, nodeName, reachedFrom } from './api-graph.ts';
import type { Problem } from './problem.ts';
import { MANIFEST_FILE, type Reading } from './reading.ts';

/**
 * Reduces the graph to what the wanted outputs depend on, so that previews do not come back as pictures and
 * the worker makes no unused video. Without `outputs`, keeps everything.
 */
export function withOutputs(reading: Reading, outputs: readonly string[] | undefined): ApiGraph {
  const { graph, table } = reading;
  const entries = Object.entries(graph);
  const saves = (className: string) => savesPictures(className, table.get(className));
  const problem = (says: string) => {
    reading.problems.push({ file: MANIFEST_FILE, place: 'outputs', says });
  };
  for (const id of outputs ?? []) {
    const node = own(graph, id);
    if (node && saves(node.class_type) === false) {
      const why = whyNoSaver(node.class_type, table.get(node.class_type));
      problem(`names node ${nodeName(graph, id)}, ${why}`);
    } else if (!node && reading.noteMissing(id)) {
      problem(`names node ${id}, which ${GRAPH_FILE} does not have: give the right id`);
    }
  }
  if (outputs) {
    const wanted = madeOf(graph, outputs);
    return Object.fromEntries(entries.filter(([id]) => wanted.has(id)));
  }
  const { savers, unknown } = endsOf(graph, table);
  if (savers.length > 0) return graph;
  if (unknown.length === 0) reading.problems.push(noPictures(graph, table));
  else {
    const named = unknown.map((id) => nodeName(graph, id)).join(', ');
    problem(
      `is missing, and no node is known to save a picture: name the ids of those that do, among ${named}`,
    );
  }
  return graph;
}

/** These nodes and all their dependencies. */
export function madeOf(graph: ApiGraph, ends: readonly string[]): ReadonlySet<string> {
  return reachedFrom(ends, (id) =>
    Object.values(own(graph, id)?.inputs ?? {})
      .filter(isLink)
      .map(([node]) => node),
  );
}

/** ComfyUI's classes that add a picture to the history, from which workers return it. */
const CORE_SAVERS: ReadonlySet<string> = new Set([
  'SaveImage',
  'SaveImageAdvanced',
  'SaveAnimatedPNG',
  'SaveAnimatedWEBP',
  'PreviewImage',
  'MaskPreview',
]);

/** Names of picture inputs, for sources of unknown type. */
const PICTURES = /image|picture|photo|pixels|frames|mask/i;

const SENT = 'a picture that only a websocket gets';

/** What else a class may produce, by its input types or else its name. */
const OTHERS = [
  { makes: 'a video', type: 'VIDEO', called: /video|webm|animate_?diff_?combine|(^|[^a-z])gif/i },
  { makes: 'a sound', type: 'AUDIO', called: /audio|sound|music|speech/i },
  // None of these are in ComfyUI's history, from which workers return pictures. Krita's are of comfyui-tooling-nodes.
  {
    makes: SENT,
    type: 'WEBSOCKET',
    called: /websocket|imagews$|^ETN_KritaOutput$/i,
  },
  // A view of one is a picture.
  {
    makes: 'a 3D model',
    type: 'MESH',
    called: /^(?!.*render).*(?:3d|mesh|glb|splat|point_?cloud)/i,
  },
] as const;

/** Extensions' classes that compare pictures in the editor, and hand none out. */
export const COMPARERS = /compar/i;

/**
 * Whether nodes of a class save or show pictures. `undefined` if unknown. Others may end a graph too: as a
 * video, a sound, or a model file.
 */
export function savesPictures(className: string, known: NodeClass | undefined) {
  if (known && isCore(known)) return CORE_SAVERS.has(className);
  if (makesInstead(className, known) !== undefined) return false;
  if (!known) return COMPARERS.test(className) ? false : undefined;
  return known.isOutput && typesOf(known).some((type) => type === 'IMAGE' || type === 'MASK');
}

/** What a class produces instead of a picture, if known. */
function makesInstead(className: string, known: NodeClass | undefined): string | undefined {
  const types = known ? typesOf(known) : [];
  const found = OTHERS.find(({ type, called }) => types.includes(type) || called.test(className));
  return found?.makes;
}

function typesOf({ inputs }: NodeClass): readonly string[] {
  return Object.values(inputs).flatMap(({ type }) => type.split(','));
}

/** What a video combiner makes of `image/gif` and the like. */
const ANIMATION = 'an animation that workers do not return';

/** Whether a graph sends its picture over a websocket, so that previews do not stand in for it. */
export function sendsPicture(graph: ApiGraph, table: NodeTable): boolean {
  return madeBesides(graph, table).some((one) => one.endsWith(SENT));
}

/** Why a node cannot be an output. */
function whyNoSaver(className: string, known: NodeClass | undefined): string {
  const makes = makesInstead(className, known);
  return makes === undefined
    ? 'which saves no picture: name one that does'
    : `which makes ${makes}, and the bot shows pictures only: name one that saves a picture`;
}

/** The end nodes of a graph. */
export interface Ends {
  /** The nodes that save or show pictures. */
  readonly savers: readonly string[];
  /**
   * End nodes of unknown classes that may save a picture: they receive something that may be one, and no node
   * uses their output.
   */
  readonly unknown: readonly string[];
}

/** Finds the nodes that may return a graph's pictures. */
export function endsOf(graph: ApiGraph, table: NodeTable): Ends {
  const used = usedIn(graph);
  const ids = Object.keys(graph);
  const saves = (id: string) => {
    const { class_type: className = '' } = graph[id] ?? {};
    return savesPictures(className, table.get(className));
  };
  return {
    savers: ids.filter((id) => saves(id) === true),
    unknown: ids.filter(
      (id) => saves(id) === undefined && !used.has(id) && isGivenPicture(id, graph, table),
    ),
  };
}

/** An input that takes the names of the files that another node wrote. */
const FILE_NAMES = /^file_?names?$/i;

/** The nodes that others use for more than the names of their files. */
function usedIn(graph: ApiGraph): ReadonlySet<string> {
  const values = Object.values(graph).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([input, value]) => (FILE_NAMES.test(input) ? [] : [value])),
  );
  return new Set(values.flatMap((value) => (isLink(value) ? [value[0]] : [])));
}

/** Whether a node receives something that may be a picture. */
export function isGivenPicture(id: string, graph: ApiGraph, table: NodeTable): boolean {
  return Object.entries(graph[id]?.inputs ?? {}).some(([input, value]) => {
    if (!isLink(value)) return false;
    if (!Object.hasOwn(graph, value[0])) return PICTURES.test(input);
    const source = table.get(graph[value[0]]?.class_type ?? '');
    const given = source?.outputs[value[1]];
    if (given === undefined) return PICTURES.test(input);
    return typesFit(given, 'IMAGE') || typesFit(given, 'MASK');
  });
}

/** The problem of a graph without a picture. Says what it makes instead, if known. */
export function noPictures(graph: ApiGraph, table: NodeTable): Problem {
  const others = [...madeBesides(graph, table), ...mayBeSaved(graph, table)];
  const why = others.length > 0 ? ` (${others.join(', ')})` : '';
  const saver = others.some((one) => one.endsWith(ANIMATION)) ? 'SaveAnimatedWEBP' : 'SaveImage';
  return {
    file: GRAPH_FILE,
    says: `saves no picture${why}, and the bot shows nothing else yet: add a ${saver} in ComfyUI and export again`,
  };
}

/** Nodes of unknown classes that save their own output. */
function mayBeSaved(graph: ApiGraph, table: NodeTable): readonly string[] {
  return Object.entries(graph).flatMap(([id, { class_type: className, inputs }]) =>
    !table.has(className) && /save/i.test(String(inputs.image_output))
      ? [`node ${nodeName(graph, id)} may save its own, of which nothing is known here`]
      : [],
  );
}

/** The other products of a graph: `node 21 (SaveVideo) makes a video`. */
export function madeBesides(graph: ApiGraph, table: NodeTable): readonly string[] {
  const used = usedIn(graph);
  return Object.entries(graph).flatMap(([id, { class_type: className, inputs }]) => {
    const known = table.get(className);
    // A node without linked inputs only holds settings.
    const isEnd =
      known?.isOutput ??
      (!used.has(id) && Object.values(inputs).some(isLink) && !/info/i.test(className));
    const makes = isEnd ? makesInstead(className, known) : undefined;
    // VideoHelperSuite's saver also makes animated pictures, which it returns in its own way.
    const isAnimation = String(inputs.format).startsWith('image/');
    const what = makes !== undefined && isAnimation ? ANIMATION : makes;
    return what === undefined ? [] : [`node ${nodeName(graph, id)} makes ${what}`];
  });
}
