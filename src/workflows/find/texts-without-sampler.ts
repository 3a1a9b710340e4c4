import { toNumber } from '../../comfy/graph-check.ts';
import { isLongNumber } from '../api-graph.ts';
import type { Exported, Place } from './exported.ts';
import type { Role, RoleEntry } from './role.ts';
import { SIDES } from './settable.ts';

/** What nodes that make pictures by themselves, such as those of services, are told. */
export function textsWithoutSampler(exported: Exported, nodes: readonly string[]): readonly Role[] {
  const find = (inputs: readonly string[], type: 'string' | 'number'): Place | undefined =>
    nodes
      .flatMap((node) => inputs.map((input) => ({ node, input })))
      .find((place) => {
        const value = exported.value(place);
        if (type === 'string' && (isOther(exported, place) || isNumber(value))) return false;
        return typeof value === type || (type === 'number' && isLongNumber(value));
      });
  const prompt = find(['prompt', 'positive_prompt', 'text'], 'string');
  const seed = find(['seed', 'noise_seed'], 'number');
  return [
    ...(prompt ? [{ entry: isDrawn(exported, prompt) ? DRAWN : PROMPT, places: [prompt] }] : []),
    ...(seed ? [{ entry: { type: 'seed' }, places: [seed] } as const] : []),
  ];
}

const PROMPT: RoleEntry = { type: 'prompt' };
const DRAWN: RoleEntry = { type: 'text', name: 'text', description: 'Words in the picture' };
/** What nodes call pictures that they get. */
const PICTURE = /image|picture|photo|pixels|frame|mask|layer/i;

/** Whether a node writes its words on a picture: it gives nothing but pictures. */
function isDrawn(exported: Exported, { node, input }: Place): boolean {
  const uses = exported.usesOf(node);
  return input === 'text' && uses.length > 0 && uses.every((use) => PICTURE.test(use.input));
}

/** Text that another node makes a number of. */
function isNumber(value: unknown): boolean {
  return typeof value === 'string' && toNumber('FLOAT', value) !== undefined;
}

/** What extensions call classes that look for something in a picture, which they are told in words. */
const LOOKS = /segment|\bsam|dino|detect|clip_?seg|florence|caption|mask|yolo/i;

/** Whether words say what is looked for, or go nowhere but where negative ones are wanted. */
function isOther(exported: Exported, { node }: Place): boolean {
  if (LOOKS.test(exported.className(node))) return true;
  const uses = exported.usesOf(node);
  const isAway = ({ input }: Place) => SIDES.negative.test(input);
  return SIDES.negative.test(exported.className(node)) || (uses.length > 0 && uses.every(isAway));
}
