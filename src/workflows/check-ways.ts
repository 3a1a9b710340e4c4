import type { Option } from '../recipes/option.ts';
import { LEAST_GUIDED_CFG } from '../policy/checkpoints.ts';
import type { FileWays } from './file-ways.ts';
import type { Reading, Target } from './reading.ts';
import { nodesLeadingTo, placesIn, type Place } from './value-ways.ts';
import type { WorkflowInput } from './workflow-input.ts';

/** Of each entry of the manifest, what it lets people set. */
type InputsOf = readonly (readonly WorkflowInput[])[];

const INSTEAD =
  'which names a file or an address, and nobody may write that: offer files as model, lora or choice with their choices, and a picture as image';

/**
 * Words that people write get to no input that names a file or an address, and nothing but a picture
 * that somebody sends gets to one that loads a picture.
 */
export function requireNoFiles(inputsOf: InputsOf, ways: FileWays, reading: Reading): void {
  for (const { input, target, index } of targetsOf(inputsOf)) {
    const { kind } = input.option;
    if (kind === 'picture') continue;
    const end = kind === 'text' ? ways.file(target) : ways.picture(target);
    if (!end || (kind !== 'text' && end === target)) continue;
    const way = end === target ? 'is an input' : leadsTo(end);
    const says =
      kind === 'text'
        ? `${way} ${INSTEAD}`
        : `${way} which loads a picture: name that node in an entry of type image`;
    reading.target(target, says, index);
  }
}

function leadsTo({ node, className, input }: Place): string {
  return `leads to input ${input} of node ${node} (${className}),`;
}

/** How closely a sampler is guided, as ComfyUI's own nodes and those of others call it. */
const CFG: ReadonlySet<string> = new Set(['cfg', 'cfg_scale', 'cfg_conds', 'cfg_cond2_negative']);

/** Whether people ask for a cfg at which safety words cannot act is looked up in the option of that name. */
export function requireOneCfg(inputsOf: InputsOf, reading: Reading): void {
  const places = placesIn(reading);
  const ends = places.filter(({ input }) => CFG.has(input));
  const leading = nodesLeadingTo(ends, places, reading, { surely: true });
  for (const { input, target, index } of targetsOf(inputsOf)) {
    if (input.name === 'cfg' || isGuided(input.option)) continue;
    if (!CFG.has(target.input) && !leading.has(target.node)) continue;
    const says = `sets cfg, and below ${LEAST_GUIDED_CFG} the safety words cannot act: write type cfg, by which that is told, or a min of ${LEAST_GUIDED_CFG}`;
    reading.target(target, says, index);
  }
}

function isGuided(option: Option): boolean {
  switch (option.kind) {
    case 'number':
    case 'whole':
      return option.min >= LEAST_GUIDED_CFG;
    case 'choice':
      return option.names.every((name) => Number(name) >= LEAST_GUIDED_CFG);
    case 'text':
    case 'boolean':
    case 'picture':
      return false;
  }
}

function targetsOf(inputsOf: InputsOf) {
  return inputsOf.flatMap((inputs, index) =>
    inputs.flatMap((input) => input.targets.map((target: Target) => ({ input, target, index }))),
  );
}
