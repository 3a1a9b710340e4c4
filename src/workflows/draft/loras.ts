import { loadedFrom, MODEL_FILE, modelFolder } from '../../comfy/model-folders.ts';
import { isRecord } from '../../engines/record.ts';
import { noteOn, notesOf } from '../problem.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { cutAtWord, type Role, usualRange } from './role.ts';

/**
 * LoRAs that make a model faster. Steps and cfg are set for them, so members should not change
 * them.
 */
const FOR_SPEED =
  /light(ning|x2v)|(?<![a-z])lcm|lcm(?![a-z])|turbo|hyper|dmd|accelerat|causvid|\d+[-_ ]?steps?(?![a-z\d])/i;

/** Leaves room for what 0 means. */
const MOST_OF_DESCRIPTION = 85;

/** Folders are named after models, which may be fast themselves. */
function isForSpeed(file: string): boolean {
  return FOR_SPEED.test(file.split(/[\\/]/).at(-1) ?? file);
}

/** LoRAs that teach a model to follow or fill in a picture. Another one would not do that. */
const FOR_CONTROL =
  /(?<![a-z])(?:depth|canny|(?:open)?pose|control|union|inpaint|outpaint|fill|removal|kontext|relight)(?![a-z])/i;

/**
 * Finds the LoRAs of a workflow: the file, and its strength. In a general workflow the exported file
 * is the only choice. In others, any file of the worker is one, by autocomplete.
 */
export function findLoras(
  exported: Exported,
  nodes: readonly string[],
  { isGeneral }: { readonly isGeneral: boolean },
): readonly Role[] {
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
    const isOpen = !isGeneral && modelFolder(exported.className(node), at.input) === 'loras';
    const lora: Role = {
      entry: {
        type: 'lora',
        ...named('lora'),
        description: place === 0 ? 'The style' : 'Another style',
        ...(!isOpen && { choices: [{ name: calledBy(file), value: file }] }),
      },
      places: [at],
    };
    const isControl = FOR_CONTROL.test(file);
    const loras = isControl ? [] : [lora];
    const strengths = strengthsOf(exported, node);
    const [first] = strengths;
    const now = first && exported.value(first);
    if (typeof now !== 'number') return loras;
    const takes = strengths.map((one) => exported.takes(one));
    const strength: Role = {
      entry: {
        type: 'strength',
        ...named('strength'),
        description:
          (isControl
            ? cutAtWord(`How strongly ${calledBy(file)} acts`, MOST_OF_DESCRIPTION)
            : `How much of ${place === 0 ? 'the style' : `lora${number}`}`) +
          (isAll(exported, node, strengths) ? '; 0 is none' : ''),
        ...usualRange('strength', now, takes),
      },
      places: strengths,
    };
    return [...loras, strength];
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
  return cutAtWord(words === '' ? file : words, 100);
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
