import { isRecord } from '../../engines/record.ts';
import { isLink } from '../api-graph.ts';
import type { Chosen } from './app-mode.ts';
import type { Place } from './exported.ts';

/** An exported file as JSON, with marker nodes replaced. */
interface Replaced {
  readonly file: Readonly<Record<string, unknown>>;
  /** The marked inputs. */
  readonly chosen: readonly Chosen[];
  /** Marked inputs whose default is a link. Members can set what it leads to, if that is a value. */
  readonly linked: readonly Linked[];
  readonly changes: readonly Change[];
}

/** A marked input whose default comes from another node. */
export interface Linked extends Chosen {
  readonly node: string;
  readonly className: string;
}

/** A replaced node: by another class, or by its value in each place that it led to. */
export interface Change {
  readonly node: string;
  readonly className: string;
  readonly into?: string;
  /** Whether its value was a link, which now stands in these places. */
  readonly isLink?: true;
}

type Values = Replacement & { readonly kind: 'value'; readonly className: string };

/** Replaces the nodes by which programs send pictures, and those of comfy-pack and comfyui-deploy. */
export function replaceInputNodes(file: Readonly<Record<string, unknown>>): Replaced {
  const values = new Map<string, Values>();
  const changed: Record<string, unknown> = {};
  const chosen: Chosen[] = [];
  const linked: Linked[] = [];
  const changes: Change[] = [];
  for (const [id, node] of Object.entries(file)) {
    const marked = markedNode(node);
    const replacement = marked && replacementOf(marked);
    if (!marked || !isRecord(node) || !replacement) {
      changed[id] = node;
      continue;
    }
    if (replacement.kind === 'value') {
      values.set(id, { ...replacement, className: marked.className });
      continue;
    }
    const { className, inputs, said } = replacement;
    changed[id] = { ...node, class_type: className, inputs };
    changes.push({ node: id, className: marked.className, into: className });
    if (said) chosen.push({ places: [{ node: id, input: 'image' }], ...said });
  }
  if (changes.length + values.size === 0) return { file, chosen, linked, changes };
  const { graph, placesOf } = withValues(changed, values);
  for (const [node, { className, value, said }] of values) {
    const places = placesOf.get(node) ?? [];
    const leadsOn = isLink(value) && !values.has(value[0]);
    changes.push({ node, className, ...(leadsOn && { isLink: true }) });
    if (!said || places.length === 0) continue;
    if (leadsOn) linked.push({ places, ...said, node, className });
    else chosen.push({ places, ...said });
  }
  return { file: graph, chosen, linked, changes };
}

/** Puts the values in place of links to these nodes. */
function withValues(
  file: Readonly<Record<string, unknown>>,
  values: ReadonlyMap<string, Values>,
): {
  readonly graph: Readonly<Record<string, unknown>>;
  readonly placesOf: ReadonlyMap<string, readonly Place[]>;
} {
  const placesOf = new Map<string, Place[]>();
  const graph = Object.entries(file).map(([id, node]) => {
    if (!isRecord(node) || !isRecord(node.inputs)) return [id, node];
    const inputs = Object.entries(node.inputs).map(([input, value]) => {
      const from = lastOf(value, values);
      const put = from === undefined ? undefined : values.get(from);
      if (from === undefined || !put) return [input, value];
      placesOf.set(from, [...(placesOf.get(from) ?? []), { node: id, input }]);
      return [input, put.value];
    });
    return [id, { ...node, inputs: Object.fromEntries(inputs) as unknown }];
  });
  return { graph: Object.fromEntries(graph) as Readonly<Record<string, unknown>>, placesOf };
}

/** The node of these that a link leads to, possibly through others of them. */
function lastOf(value: unknown, values: ReadonlyMap<string, Values>): string | undefined {
  const seen = new Set<string>();
  let last: string | undefined;
  for (let at = value; isLink(at) && values.has(at[0]) && !seen.has(at[0]);) {
    last = at[0];
    seen.add(last);
    at = values.get(last)?.value;
  }
  return last;
}

function markedNode(node: unknown) {
  if (!isRecord(node) || typeof node.class_type !== 'string' || !isRecord(node.inputs)) {
    return undefined;
  }
  const meta = isRecord(node._meta) ? node._meta : {};
  const title = typeof meta.title === 'string' ? meta.title.trim() : '';
  return { className: node.class_type, inputs: node.inputs, title, options: meta.options };
}

/**
 * The replacement of a node that only marks an input: a value in each place that it leads to, or
 * one of ComfyUI's own nodes.
 */
type Replacement = {
  /** The author's settings. Missing if members must not set it: a path, a saver. */
  readonly said?: Omit<Chosen, 'places'>;
} & (
  | { readonly kind: 'value'; readonly value: unknown }
  | {
      readonly kind: 'node';
      readonly className: 'LoadImage' | 'LoadImageMask' | 'SaveImage';
      readonly inputs: Inputs;
    }
);

type Inputs = Readonly<Record<string, unknown>>;

/** An exported node with the editor's metadata. */
interface MarkedNode {
  readonly className: string;
  readonly inputs: Inputs;
  readonly title: string;
  readonly options: unknown;
}

/** The placeholder for a member's picture in the exported graph. */
const NO_PICTURE = 'example.png';

/** comfy-pack's value for no bound: Python's `sys.maxsize`. */
const NO_BOUND = 2 ** 63;

/**
 * The replacement for a node with which comfy-pack or comfyui-deploy marks an input or output, or
 * to which a program sends a picture, so that a worker needs no extension for it. Undefined for any
 * other node.
 */
function replacementOf(node: MarkedNode): Replacement | undefined {
  const { className, inputs } = node;
  if (className.startsWith('CPack')) return ofComfyPack(node);
  if (className.startsWith('ComfyUIDeployExternal')) return ofComfyuiDeploy(className, inputs);
  return DEPLOY_OUTPUTS.has(className) ? saver(inputs) : ofTooling(className, inputs);
}

/** Follows comfyui-tooling-nodes' `nodes.py` of 2025, whose outputs are those of ComfyUI's loaders. */
function ofTooling(className: string, { image, mask }: Inputs): Replacement | undefined {
  if (className === 'ETN_LoadImageBase64' && typeof image === 'string') {
    return { kind: 'node', className: 'LoadImage', inputs: { image: NO_PICTURE } };
  }
  if (className === 'ETN_LoadMaskBase64' && typeof mask === 'string') {
    const inputs = { image: NO_PICTURE, channel: 'red' };
    return { kind: 'node', className: 'LoadImageMask', inputs };
  }
  return undefined;
}

/** The second is its authors' spelling. */
const DEPLOY_OUTPUTS: ReadonlySet<string> = new Set([
  'ComfyDeployOutputImage',
  'ComfyDeployWebscoketImageOutput',
]);

/**
 * Whether a node belongs to one of the two extensions. Without a replacement, the worker needs that
 * extension.
 */
export function isOfExtension(className: string): boolean {
  return /^(CPack|ComfyUIDeploy|ComfyDeploy)/.test(className);
}

/**
 * Follows comfy-pack's `nodes/nodes.py` and `_parse_workflow` of 2025: an input's value is its
 * first own input.
 */
function ofComfyPack({ className, inputs, title, options }: MarkedNode): Replacement | undefined {
  const value = Object.values(inputs)[0];
  const said = title === '' ? {} : { name: title };
  switch (className) {
    case 'CPackInputString':
      return { kind: 'value', value, said };
    case 'CPackInputInt':
      return { kind: 'value', value, said: { ...said, ...bounds(inputs.min, inputs.max) } };
    case 'CPackInputAny':
      return { kind: 'value', value, said: { ...said, ...optionsOf(options) } };
    case 'CPackInputFile':
      return { kind: 'value', value };
    case 'CPackInputImage':
      return { kind: 'node', className: 'LoadImage', inputs: { image: NO_PICTURE }, said };
    case 'CPackOutputImage':
    case 'CPackOutputZip':
      // The bot does not show the latter's text.
      return saver(inputs);
    default:
      return undefined;
  }
}

/**
 * Follows comfyui-deploy's `comfy-nodes/external_*.py` of 2025, and its older name for a
 * checkpoint. ComfyUI has no substitute for its lists, videos, sounds, faces and other files.
 */
function ofComfyuiDeploy(className: string, inputs: Inputs): Replacement | undefined {
  const replacement = deployReplacement(className, inputs);
  return replacement?.kind === 'value' && replacement.value === undefined ? undefined : replacement;
}

function deployReplacement(className: string, inputs: Inputs): Replacement | undefined {
  const { input_id: id, display_name: display, description, default_value: value } = inputs;
  const about = [description, display].find((one) => typeof one === 'string' && one.trim() !== '');
  const said = {
    ...(typeof id === 'string' && id !== '' && { name: id.replace(/^input_/, '') }),
    ...(typeof about === 'string' && { description: about.trim() }),
  };
  const range = bounds(inputs.min_value, inputs.max_value);
  switch (className.slice('ComfyUIDeployExternal'.length)) {
    case 'Text':
    case 'TextAny':
    case 'Number':
    case 'NumberInt':
    case 'Boolean':
      return { kind: 'value', value, said };
    case 'Checkpoint':
      return { kind: 'value', value: value ?? inputs.default_checkpoint_name, said };
    case 'NumberSlider':
    case 'NumberSliderInt':
      return { kind: 'value', value, said: { ...said, ...range } };
    case 'Seed': {
      const { min = 0 } = range;
      const seed = typeof value === 'number' && value >= min ? value : min;
      return { kind: 'value', value: seed, said: { ...said, ...range } };
    }
    case 'Lora':
      return { kind: 'value', value: inputs.default_lora_name, said };
    case 'Enum':
      return { kind: 'value', value, said: { ...said, ...listIn(inputs.options) } };
    case 'Image':
    case 'ImageAlpha':
      return { kind: 'node', className: 'LoadImage', inputs: { image: NO_PICTURE }, said };
    default:
      return undefined;
  }
}

function saver({ images, filename_prefix: prefix = 'ComfyUI' }: Inputs): Replacement {
  return { kind: 'node', className: 'SaveImage', inputs: { images, filename_prefix: prefix } };
}

function bounds(min: unknown, max: unknown): { readonly min?: number; readonly max?: number } {
  const isBound = (one: unknown): one is number =>
    typeof one === 'number' && Math.abs(one) < NO_BOUND;
  return { ...(isBound(min) && { min }), ...(isBound(max) && { max }) };
}

/** What comfy-pack's editor stores about the widget behind an input. */
function optionsOf(options: unknown) {
  if (!isRecord(options)) return {};
  return { ...bounds(options.min, options.max), ...choicesIn(options.values) };
}

/** A JSON list, as its editor accepts it. */
function listIn(options: unknown) {
  if (typeof options !== 'string') return {};
  try {
    return choicesIn(JSON.parse(options));
  } catch {
    return {};
  }
}

function choicesIn(values: unknown): { readonly choices?: readonly string[] } {
  if (!Array.isArray(values)) return {};
  const choices = values.filter((one) => typeof one === 'string');
  return choices.length > 0 ? { choices } : {};
}
