import { isCore, type NodeTable } from '../../comfy/node-table.ts';
import { MODEL_FILE } from '../../comfy/model-folders.ts';
import { stringsWithin } from '../../comfy/graph.ts';
import { adultWordIn } from '../../policy/checkpoints.ts';
import type { ApiGraph } from '../api-graph.ts';
import { notesOf, oneLine, plainLine } from '../problem.ts';
import type { BaseModel, KnownModels } from './known-models.ts';
import type { NeededFile, WorkflowNeeds } from './workflow-needs.ts';

/**
 * Folders of models that decide what a picture shows. Text encoders, VAEs, ControlNets, upscalers and the
 * like do not by themselves.
 */
const PAINTING: ReadonlySet<string> = new Set([
  'checkpoints',
  'diffusion_models',
  'diffusers',
  'loras',
  'hypernetworks',
  'embeddings',
  'gguf',
]);

/**
 * Whether a graph only changes pictures: all of its nodes are ComfyUI's own, and none loads a model that
 * paints. It is suitable for a general audience as an upscaler is, whatever its files are called, unless one
 * calls itself adult-rated.
 */
export function paintsNothing(
  graph: ApiGraph,
  nodes: readonly string[],
  table: NodeTable,
): boolean {
  return nodes.every((id) => {
    const node = graph[id];
    const known = node && table.get(node.class_type);
    if (!known || !isCore(known) || known.outputs.includes('MODEL')) return false;
    const files = stringsWithin(node.inputs).filter((text) => MODEL_FILE.test(text));
    return !files.some((file) => adultWordIn(file) !== undefined);
  });
}

/** The models of a workflow that decide its rating. */
export interface ProposedRating {
  readonly known: readonly { readonly file: string; readonly base: BaseModel }[];
  /** Files that only the operator can vouch for. */
  readonly unknown: readonly string[];
}

/** Looks up the painting models of a workflow among the known base models. */
export function proposedRating(
  { models, embeddings }: Pick<WorkflowNeeds, 'models' | 'embeddings'>,
  known: KnownModels,
): ProposedRating {
  const found = models.filter(paints).map(({ file, url }) => ({
    file,
    base: adultWordIn(file) === undefined ? known.baseOf(file, url) : undefined,
  }));
  return {
    known: found.flatMap(({ file, base }) => (base ? [{ file, base }] : [])),
    unknown: [
      ...found.flatMap(({ file, base }) => (base ? [] : [file])),
      ...embeddings.map((name) => `embedding:${name}`),
    ],
  };
}

/** Detectors and preprocessors come in these formats, diffusion models do not. */
const DETECTOR = /\.(?:onnx|torchscript(?:\.pt)?|task|tflite)\s*$/i;

function paints({ folder, file }: NeededFile): boolean {
  if (folder === undefined) return !DETECTOR.test(file);
  const [first = ''] = folder.split('/');
  return PAINTING.has(first);
}

/** A workflow without a rating, and the file that it was added from. */
export interface Unrated extends ProposedRating {
  readonly name: string;
  readonly file: string;
  /** Whether it needs extensions, which may load models of their own. */
  readonly hasExtensions: boolean;
}

/**
 * Explains the proposed rating. `line`: what the operator types to vouch for it.
 */
export function ratingLines(
  { known, unknown, hasExtensions }: Omit<Unrated, 'name' | 'file'>,
  line: string,
): readonly string[] {
  const reasons = known.map(({ file, base }) => `  ${oneLine(file)} is ${baseText(base)}`);
  const vouch = `To vouch for that, run: ${line}`;
  if (unknown.length === 0 && known.length > 0) {
    return notesOf(
      'Rating: adult by default. Proposed: general, since its models are known:',
      reasons,
      hasExtensions && '  Check that its extensions load no other models.',
      vouch,
    );
  }
  return notesOf(
    'Rating: adult by default.',
    unknown.length > 0 &&
      `  It can be general only if these suit a general audience: ${oneLine(unknown.join(', '))}`,
    reasons,
    unknown.length === 0 &&
      hasExtensions &&
      '  General, only if what its extensions load suits a general audience.',
    vouch,
  );
}

/**
 * The same for several workflows. `lineFor`: what the operator types to vouch for some of them.
 */
export function severalRatingLines(
  unrated: readonly Unrated[],
  lineFor: (workflows: readonly Unrated[]) => readonly string[],
): readonly string[] {
  if (unrated.length === 0) return [];
  const isKnown = ({ known, unknown, hasExtensions }: Unrated) =>
    known.length > 0 && unknown.length === 0 && !hasExtensions;
  const proposed = unrated.filter(isKnown);
  const others = unrated.filter((one) => !isKnown(one));
  const bases = new Set(proposed.flatMap(({ known }) => known.map(({ base }) => baseText(base))));
  const toJudge = ({ name, unknown, hasExtensions }: Unrated) => {
    const files = unknown.length > 0 ? [oneLine(unknown.join(', '))] : [];
    const all = [...files, ...(hasExtensions ? ['what its extensions load'] : [])];
    return all.length === 0 ? [] : [plainLine(`  ${name}: ${all.join(', and ')}`)];
  };
  const left = others.flatMap(toJudge);
  return notesOf(
    `Rated adult by default: ${unrated.length}.`,
    proposed.length > 0 && [
      `Proposed: general for ${proposed.length} of them, since their models are known:`,
      ...[...bases].map((base) => `  ${base}`),
      'To vouch for that, run:',
      ...lineFor(proposed).map((line) => `  ${line}`),
    ],
    left.length > 0 && [
      'These can be general, with --general, only if what they load suits a general audience:',
      ...left,
    ],
  );
}

function baseText({ name, by, source }: BaseModel): string {
  return `${name} by ${by}: ${source}`;
}
