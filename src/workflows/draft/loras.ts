import { loadedFrom, MODEL_FILE } from '../../comfy/model-folders.ts';
import { isRecord } from '../../engines/record.ts';
import { noteOn, notesOf } from '../problem.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { type Role, usualRange } from './role.ts';

/**
 * LoRAs that make a model faster. Steps and cfg are set for them, so members should not change
 * them.
 */
const FOR_SPEED =
  /light(ning|x2v)|(?<![a-z])lcm|lcm(?![a-z])|turbo|hyper|dmd|accelerat|causvid|\d+[-_ ]?steps?(?![a-z\d])/i;

/** Folders are named after models, which may be fast themselves. */
function isForSpeed(file: string): boolean {
  return FOR_SPEED.test(file.split(/[\\/]/).at(-1) ?? file);
}

/**
 * Finds the LoRAs of a workflow: the file, with the exported one as the only choice, and its
 * strength.
 */
export function findLoras(exported: Exported, nodes: readonly string[]): readonly Role[] {
  const loaders = nodes.filter((node) => {
    const file = exported.value({ node, input: 'lora_name' });
    const isTaste = typeof file === 'string' && file !== 'None' && !isForSpeed(file);
    return isTaste && !isOff(exported, node);
  });
  return loaders.flatMap((node, place) => {
    const number = place === 0 ? '' : `_${place + 1}`;
    const at = { node, input: 'lora_name' };
    const file = String(exported.value(at));
    const named = (name: string) => (number === '' ? {} : { name: `${name}${number}` });
    const lora: Role = {
      entry: {
        type: 'lora',
        ...named('lora'),
        description: 'The style',
        choices: [{ name: calledBy(file), value: file }],
      },
      places: [at],
    };
    const strengths = strengthsOf(exported, node);
    const [first] = strengths;
    const now = first && exported.value(first);
    if (typeof now !== 'number') return [lora];
    const takes = strengths.map((one) => exported.takes(one));
    const strength: Role = {
      entry: {
        type: 'strength',
        ...named('strength'),
        description: isAll(exported, node, strengths)
          ? 'How much of the style; 0 is none'
          : 'How much of the style',
        ...usualRange('strength', now, takes),
      },
      places: strengths,
    };
    return [lora, strength];
  });
}

/**
 * Reports LoRAs that third-party nodes load, which every job uses. `set`: the places that members
 * can set.
 */
export function lorasLeft(
  exported: Exported,
  nodes: readonly string[],
  set: ReadonlySet<string>,
): readonly string[] {
  const used = nodes.filter((node) => !isOff(exported, node));
  const notes = used.map((node) => {
    const isLoader = /lora/i.test(exported.className(node));
    const files = Object.entries(exported.inputsOf(node)).flatMap(([input, value]) => {
      const isLora = isLoader || /^lora/i.test(input);
      if (!isLora || set.has(placeKey({ node, input }))) return [];
      const file = isRecord(value) && value.on !== false ? value.lora : value;
      return typeof file === 'string' && MODEL_FILE.test(file) && !isForSpeed(file) ? [file] : [];
    });
    return noteOn(`LoRAs of node ${exported.named(node)} are not offered`, files);
  });
  return notesOf(...notes);
}

/** Whether a third-party node is switched off and adds nothing. */
function isOff(exported: Exported, node: string): boolean {
  return Object.entries(exported.inputsOf(node)).some(
    ([input, value]) =>
      /^(?:switch|toggle|enabled?)$/i.test(input) && /^(?:off|false)$/i.test(String(value)),
  );
}

/** A LoRA's strengths, for the model and the text encoder if it has both. */
function strengthsOf(exported: Exported, node: string): readonly Place[] {
  const places = ['strength_model', 'strength', 'strength_clip']
    .map((input) => ({ node, input }))
    .filter((place) => typeof exported.value(place) === 'number');
  const [first] = places;
  return first ? places.filter((one) => exported.value(one) === exported.value(first)) : [];
}

/** Whether a LoRA has no effect at all if these are 0. */
function isAll(exported: Exported, node: string, strengths: readonly Place[]): boolean {
  const input = 'strength_clip';
  return (
    !Object.hasOwn(exported.inputsOf(node), input) || strengths.some((one) => one.input === input)
  );
}

/** A readable name for a model file: `styles/ink_wash-v2.safetensors` becomes `ink wash v2`. */
export function calledBy(file: string): string {
  const [base = file] = file.split(/[\\/]/).slice(-1);
  const words = base
    .replace(/\.\w+$/, '')
    .replace(/[_-]+/g, ' ')
    .trim();
  return (words === '' ? file : words).slice(0, 100);
}

/** The models that a workflow is named after: the files of its picture-making nodes. */
export function mainModel(exported: Exported, nodes: readonly string[]): string | undefined {
  const folders = new Set(['checkpoints', 'diffusion_models', 'diffusers']);
  for (const node of nodes) {
    for (const [input, value] of Object.entries(exported.inputsOf(node))) {
      const folder = loadedFrom(exported.className(node), input);
      if (typeof value === 'string' && folder !== undefined && folders.has(folder)) return value;
    }
  }
  return undefined;
}
