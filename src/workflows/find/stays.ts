import { modelFolder } from '../../comfy/model-folders.ts';
import { isLongNumber } from '../api-graph.ts';
import { placeKey, type Exported } from './exported.ts';
import { ownTexts } from './left-alone.ts';

/** Inputs with numbers that members may expect to set. */
const NUMBERS =
  /^(?:(?:noise_)?seed|steps|num_inference_steps|cfg(?:_scale)?|guidance(?:_scale)?|denoise(?:_strength)?|(?:target_|resize_)?(?:width|height)|batch_size|amount|upscale_by|scale_by|megapixels|longest_side|largest_size|strength(?:_model|_clip)?|weight)$/i;
/** The same for choices and words, as nodes of services have them. */
const CHOICES = /^(?:\w+\.)?(?:aspect_ratio|resolution|size|ratio|quality)$/i;
/** What is as good as not set. */
const NEUTRAL: Readonly<Record<string, number>> = { cfg: 1, denoise: 1, batch_size: 1, amount: 1 };
const NAMED = /(?:(\w+) of )?node (\S+) \(/gi;

interface Known {
  /** The places that members may set. */
  readonly set: ReadonlySet<string>;
  /** What is said besides. */
  readonly notes: readonly string[];
}

/** What stays as it was exported and was not named yet, in one sentence. `nodes`: all of the workflow. */
export function staysToo(
  exported: Exported,
  nodes: readonly string[],
  { set, notes }: Known,
): readonly string[] {
  const places = new Set<string>();
  const mentioned = new Set<string>();
  for (const note of notes) {
    const isOfSize = /size|shape|number|frames/.test(note);
    for (const [, input, node = ''] of note.matchAll(NAMED)) {
      if (isOfSize) mentioned.add(node);
      if (input !== undefined) places.add(placeKey({ node, input }));
    }
  }
  const areShared = notes.some((note) => /steps(?: only)?, so these stay/.test(note));
  const lines = nodes.flatMap((node) => {
    const inputs = Object.entries(exported.inputsOf(node)).flatMap(([input, value]) => {
      const key = placeKey({ node, input });
      if (set.has(key) || places.has(key) || !isExpected(input, value)) return [];
      if (areShared && input === 'steps') return [];
      const isSize = /width|height|batch_size|amount/i.test(input);
      // What text encoders are told of the size is no size of the picture.
      if (isSize && (mentioned.has(node) || Object.hasOwn(exported.inputsOf(node), 'clip'))) {
        return [];
      }
      return [input];
    });
    return inputs.length === 0
      ? []
      : [`${inputs.join(', ')} of node ${node} (${exported.className(node)})`];
  });
  return lines.length === 0 ? [] : [`Besides, this stays as it was exported: ${lines.join('; ')}.`];
}

function isExpected(input: string, value: unknown): boolean {
  if (typeof value === 'string' && CHOICES.test(input)) return true;
  const isNumber = typeof value === 'number' || (typeof value === 'string' && isLongNumber(value));
  return isNumber && NUMBERS.test(input) && NEUTRAL[input.toLowerCase()] !== value;
}

/** What authors of templates write where a program puts its own value. */
const PLACEHOLDER =
  /^(?:\{\{.*\}\}|\{\w+\}|%\w+%|\$\{?\w+\}?|__\w+__|<\w+>|\w*placeholder\w*|replace_\w+)$/i;
/** Names of files to write, where ComfyUI itself puts values in such places. */
const WRITTEN = /prefix|filename/i;
/** Folders whose files all have an ending. Lists of others hold more than files: `pixel_space` is no VAE's. */
const FILES: ReadonlySet<string> = new Set([
  ...['checkpoints', 'diffusion_models', 'text_encoders', 'loras', 'controlnet', 'upscale_models'],
]);

/** Values that only stand for others, so that a worker would refuse the graph. */
export function placeholders(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  return ownTexts(exported, nodes, set).flatMap(({ node, input, value }) => {
    if (WRITTEN.test(input)) return [];
    const className = exported.className(node);
    const isFile = FILES.has(modelFolder(className, input) ?? '');
    const isNamed = /^none$/i.test(value) || /\.\w+\s*$/.test(value);
    if (!PLACEHOLDER.test(value) && (!isFile || isNamed)) return [];
    const what = isFile ? 'which names no model file' : 'which stands for another value';
    return [
      `${input} of node ${node} (${className}) is ${value.slice(0, 100)}, ${what}: put the right one in its place.`,
    ];
  });
}
