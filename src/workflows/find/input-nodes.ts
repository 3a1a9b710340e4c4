import { isRecord } from '../../engines/record.ts';

/** What a node that only marks an input becomes: a value in each place that it goes to, or a node of ComfyUI's own. */
export type Replacement =
  | {
      readonly kind: 'value';
      readonly value: unknown;
      readonly name?: string;
      readonly description?: string;
      readonly min?: number;
      readonly max?: number;
      readonly choices?: readonly string[];
      /** A value that nobody is to set: a path. */
      readonly isFixed?: true;
    }
  | {
      readonly kind: 'node';
      readonly className: 'LoadImage' | 'SaveImage';
      readonly inputs: Readonly<Record<string, unknown>>;
      readonly name?: string;
      readonly description?: string;
    };

type Inputs = Readonly<Record<string, unknown>>;

/** A node as it was exported, with what the editor writes beside it. */
export interface MarkedNode {
  readonly className: string;
  readonly inputs: Inputs;
  readonly title: string;
  readonly options: unknown;
}

/** Names of files that stand in the exported graph only until somebody sends one. */
const NO_PICTURE = 'example.png';

/** The bounds that comfy-pack writes for none: Python's `sys.maxsize`. */
const NO_BOUND = 2 ** 63;

/**
 * What stands for a node by which comfy-pack or comfyui-deploy mark an input or an output, so that a
 * worker needs neither. Undefined for any other node.
 */
export function replacementOf(node: MarkedNode): Replacement | undefined {
  const { className, inputs } = node;
  if (className.startsWith('CPack')) return ofComfyPack(node);
  if (className.startsWith('ComfyUIDeployExternal')) return ofComfyuiDeploy(className, inputs);
  return DEPLOY_OUTPUTS.has(className) ? saver(inputs) : undefined;
}

/** The second is spelt so by its authors. */
const DEPLOY_OUTPUTS: ReadonlySet<string> = new Set([
  'ComfyDeployOutputImage',
  'ComfyDeployWebscoketImageOutput',
]);

/** Whether a node is of one of the two, so that only a worker with that extension can do without a replacement. */
export function isOfExtension(className: string): boolean {
  return /^(CPack|ComfyUIDeploy|ComfyDeploy)/.test(className);
}

/** By comfy-pack's `nodes/nodes.py` and `_parse_workflow` of 2025: an input's value is the first of its own. */
function ofComfyPack({ className, inputs, title, options }: MarkedNode): Replacement | undefined {
  const value = Object.values(inputs)[0];
  const name = title === '' ? {} : { name: title };
  switch (className) {
    case 'CPackInputString':
      return { kind: 'value', value, ...name };
    case 'CPackInputInt':
      return { kind: 'value', value, ...name, ...bounds(inputs.min, inputs.max) };
    case 'CPackInputAny':
      return { kind: 'value', value, ...name, ...optionsOf(options) };
    case 'CPackInputFile':
      return { kind: 'value', value, isFixed: true };
    case 'CPackInputImage':
      return { kind: 'node', className: 'LoadImage', inputs: { image: NO_PICTURE }, ...name };
    case 'CPackOutputImage':
    case 'CPackOutputZip':
      // The text in the latter is nothing that the bot shows.
      return saver(inputs);
    default:
      return undefined;
  }
}

/**
 * By comfyui-deploy's `comfy-nodes/external_*.py` of 2025, and what it called a checkpoint's name before.
 * Its lists, videos, sounds, faces and other files have nothing of ComfyUI's own to stand for them.
 */
function ofComfyuiDeploy(className: string, inputs: Inputs): Replacement | undefined {
  const replacement = deployReplacement(className, inputs);
  return replacement?.kind === 'value' && replacement.value === undefined ? undefined : replacement;
}

function deployReplacement(className: string, inputs: Inputs): Replacement | undefined {
  const { input_id: id, display_name: display, description, default_value: value } = inputs;
  const said = [description, display].find((one) => typeof one === 'string' && one.trim() !== '');
  const called = {
    ...(typeof id === 'string' && id !== '' && { name: id.replace(/^input_/, '') }),
    ...(typeof said === 'string' && { description: said.trim() }),
  };
  switch (className.slice('ComfyUIDeployExternal'.length)) {
    case 'Text':
    case 'TextAny':
    case 'Number':
    case 'NumberInt':
    case 'Boolean':
      return { kind: 'value', value, ...called };
    case 'Checkpoint':
      return { kind: 'value', value: value ?? inputs.default_checkpoint_name, ...called };
    case 'NumberSlider':
    case 'NumberSliderInt':
      return { kind: 'value', value, ...called, ...bounds(inputs.min_value, inputs.max_value) };
    case 'Seed': {
      const range = bounds(inputs.min_value, inputs.max_value);
      const isFixed = typeof value === 'number' && value >= (range.min ?? 0);
      return { kind: 'value', value: isFixed ? value : (range.min ?? 0), ...called, ...range };
    }
    case 'Lora':
      return { kind: 'value', value: inputs.default_lora_name, ...called };
    case 'Enum':
      return { kind: 'value', value, ...called, ...listIn(inputs.options) };
    case 'Image':
    case 'ImageAlpha':
      return { kind: 'node', className: 'LoadImage', inputs: { image: NO_PICTURE }, ...called };
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

/** What comfy-pack's editor writes of the widget that an input stands for. */
function optionsOf(options: unknown) {
  if (!isRecord(options)) return {};
  return { ...bounds(options.min, options.max), ...choicesIn(options.values) };
}

/** A JSON list, as its editor takes it. */
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
