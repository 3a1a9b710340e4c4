import { toNumber } from '../../comfy/check-value.ts';
import { modelFolder } from '../../comfy/model-folders.ts';
import { isLink } from '../api-graph.ts';
import { placeKey, type Exported, type Place } from './exported.ts';
import { madeFromSet, ownTexts } from './left-alone.ts';
import { settableNumber } from './settable.ts';

/** Inputs with numbers that members may expect to set, with whatever words before and after. */
const NUMBERS =
  /^(?:\w+[_.])?(?:seed|steps|cfg|guidance|denoise|width|height|batch_size|amount|layers|upscale|scale_by|megapixels?|side|edge|resolution|strength|weight)(?:_\w+)?$|^(?:(?:largest|longest|max|target)_)?size$/i;
/** The same words for something else. */
const NOT_THESE = /resolution_steps|tile|block|spacing|upscale_model|^lora_\d/i;
/** The same for choices and words, as nodes of services have them. */
const CHOICES = /^(?:\w+\.)?(?:aspect_ratio|resolution|size|ratio|quality|style_?\d*)$/i;
/** Choices of nothing. */
const NO_CHOICE = /^(?:no(?:ne)?(?:[ _]style)?|base|-|)$/i;
/** Numbers that change how a picture looks, with what changes nothing: 1 of some, 0 of all. */
const LOOKS = /^(?:brightness|contrast|saturation|sharpness|gamma|hue|vignette|intensity)$/i;
/** Where a picture is cut, or put upon another. */
const PLACES = /^(?:left|top|right|bottom|x|y)$/i;
const PLACED = /crop|paste|composite/i;
/** What is as good as not set. */
const NEUTRAL: Readonly<Record<string, number>> = {
  ...{ cfg: 1, denoise: 1, batch_size: 1, amount: 1 },
  ...{ brightness: 1, contrast: 1, saturation: 1, sharpness: 1, gamma: 1 },
};
const SIZES = /width|height|side|edge|resolution|size/i;
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
  const pictures = nodes.flatMap((node) =>
    Object.keys(exported.inputsOf(node))
      .map((input) => ({ node, input }))
      .filter((place) => exported.takes(place)?.picture === true)
      .map(placeKey),
  );
  const values = new Set([...set].filter((key) => !pictures.includes(key)));
  const made = madeFromSet(exported, nodes, set);
  const told = madeFromSet(exported, nodes, values);
  const lines = new Map<string, Set<string>>();
  for (const node of nodes) {
    for (const input of Object.keys(exported.inputsOf(node))) {
      const at = stayingAt(exported, { node, input }, { made, told });
      const key = at && placeKey(at);
      if (!at || key === undefined || set.has(key)) continue;
      if (places.has(key) || places.has(placeKey({ node, input }))) continue;
      if (areShared && input === 'steps') continue;
      const isSize = /width|height|batch_size|amount/i.test(input);
      // What text encoders are told of the size is no size of the picture.
      const has = (one: string) => Object.hasOwn(exported.inputsOf(node), one);
      const isTold = has('clip') && !has('seed');
      if (isSize && (isTold || mentioned.has(node) || mentioned.has(at.node))) continue;
      lines.set(at.node, (lines.get(at.node) ?? new Set()).add(at.input));
    }
  }
  const named = [...lines].map(
    ([node, inputs]) => `${[...inputs].join(', ')} of node ${node} (${exported.className(node)})`,
  );
  return named.length === 0 ? [] : [`Besides, this stays as it was exported: ${named.join('; ')}.`];
}

/** The nodes that what members set goes through, and those of them that more than a picture goes through. */
interface Made {
  readonly made: ReadonlySet<string>;
  readonly told: ReadonlySet<string>;
}

/**
 * Where a value stands that members may expect to set: there, or in the node that a number comes from.
 */
function stayingAt(exported: Exported, place: Place, { made, told }: Made): Place | undefined {
  const { input } = place;
  const value = exported.value(place);
  if (typeof value === 'string' && (CHOICES.test(input) || isSize(exported, place, value))) {
    return NO_CHOICE.test(value.trim()) ? undefined : place;
  }
  const isPlace = PLACES.test(input) && PLACED.test(exported.className(place.node));
  const isNamed = NUMBERS.test(input) && !NOT_THESE.test(input);
  if (!isNamed && !isPlace && !LOOKS.test(input)) return undefined;
  const at = isLink(value) ? settableNumber(exported, place) : place;
  const source = at ? undefined : exported.source(place);
  if (source !== undefined)
    return (SIZES.test(input) ? made : told).has(source) ? undefined : place;
  const now = at && exported.value(at);
  const number = typeof now === 'string' ? toNumber('FLOAT', now) : now;
  const isNought = number === 0 && (isPlace || SIZES.test(input) || LOOKS.test(input));
  const isNeutral = NEUTRAL[input.toLowerCase()] === number || isNought;
  return typeof number === 'number' && !isNeutral ? at : undefined;
}

/** Sizes as choices have them: `1:1 (1328x1328)`. */
const SIZE = /^.{0,20}?\d{3,4} ?[x×*] ?\d{3,4}/;
/** Nodes that show what an earlier run made. */
const SHOWS = /show|display|preview/i;

function isSize(exported: Exported, { node }: Place, value: string): boolean {
  return value.length <= 40 && SIZE.test(value) && !SHOWS.test(exported.className(node));
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
