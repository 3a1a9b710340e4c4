import { LEAST_GUIDED_CFG } from '../policy/checkpoints.ts';
import { snakeCase } from '../recipes/option.ts';
import { GRAPH_FILE, withoutNodes } from './api-graph.ts';
import type { Entry } from './manifest.ts';
import { savesPictures } from './output-nodes.ts';
import {
  type InputsOf,
  MANIFEST_FILE,
  type Reading,
  type Target,
  type WorkflowInput,
} from './reading.ts';
import { type FileWays, nodesLeadingTo, type Place, placesIn } from './value-flow.ts';

/** Requires that no two entries share a name or set the same input. */
export function requireDifferent(
  entries: readonly Entry[],
  inputsOf: InputsOf,
  reading: Reading,
): void {
  const names = new Set<string>();
  const set = new Map<string, number>();
  for (const [index, inputs] of inputsOf.entries()) {
    for (const { name, targets } of inputs) {
      const { name: called = entries[index]?.type ?? name } = entries[index] ?? {};
      const target = targets.find(({ node, input }) => set.has(JSON.stringify([node, input])));
      if (names.has(name)) {
        const says = `is called ${called} as another entry is: name the nodes of both in one, or give it another name`;
        reading.manifest(says, index);
      } else if (target) {
        const other = set.get(JSON.stringify([target.node, target.input]));
        reading.target(target, `is set by nodes[${other ?? 0}] too: take one of them out`, index);
      }
      names.add(name);
      for (const { node, input } of targets) set.set(JSON.stringify([node, input]), index);
    }
  }
}

/** Requires that without its optional pictures, the graph still makes all wanted pictures. */
export function requireDispensable(
  inputs: readonly WorkflowInput[],
  { table, graph, problems }: Reading,
  named: readonly string[] | undefined,
): void {
  const known = Object.entries(graph).flatMap(([id, node]) =>
    savesPictures(node.class_type, table.get(node.class_type)) === true ? [id] : [],
  );
  const outputs = named ?? known;
  const optional = inputs.filter(({ option }) => option.kind === 'picture' && !option.required);
  for (const { name, targets } of optional) {
    const left = withoutNodes(
      graph,
      targets.map(({ node }) => node),
      table,
    );
    if (outputs.every((id) => Object.hasOwn(left, id))) continue;
    const says = `${GRAPH_FILE} makes no picture without it: take "required": false out`;
    problems.push({ file: MANIFEST_FILE, input: snakeCase(name), says });
  }
}

const INSTEAD =
  'which names a file or an address, and nobody may write that: offer files as model, lora or choice with their choices, and a picture as image';

/**
 * Requires that member text never reaches an input that names a file or an address, and that inputs which
 * load a picture receive only members' pictures.
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

/** The guidance scale's names in ComfyUI's own nodes and in others. */
const CFG: ReadonlySet<string> = new Set(['cfg', 'cfg_scale', 'cfg_conds', 'cfg_cond2_negative']);

/**
 * Requires type cfg for any option that may set a cfg too low for the safety terms. The check for that reads
 * the option `cfg`.
 */
export function requireOneCfg(inputsOf: InputsOf, reading: Reading): void {
  const places = placesIn(reading);
  const ends = places.filter(({ input }) => CFG.has(input));
  const leading = nodesLeadingTo(ends, places, reading, { surely: true });
  for (const { input, target, index } of targetsOf(inputsOf)) {
    if (input.name === 'cfg' || isGuided(input, target)) continue;
    if (!CFG.has(target.input) && !leading.has(target.node)) continue;
    const says = `sets cfg, and below ${LEAST_GUIDED_CFG} the safety words cannot act: write type cfg, by which that is told, or a min of ${LEAST_GUIDED_CFG}`;
    reading.target(target, says, index);
  }
}

/** Whether everything that an option may set there leaves the safety terms their effect. */
function isGuided({ option, write }: WorkflowInput, { node, input }: Target): boolean {
  switch (option.kind) {
    case 'number':
    case 'whole':
      return option.min >= LEAST_GUIDED_CFG;
    case 'choice':
      return option.names
        .flatMap((name) => write(name))
        .every((one) => one.node !== node || one.input !== input || isEnough(one.value));
    case 'text':
    case 'boolean':
    case 'picture':
      return false;
  }
}

function isEnough(value: string | number | boolean): boolean {
  return Number(value) >= LEAST_GUIDED_CFG;
}

function targetsOf(inputsOf: InputsOf) {
  return inputsOf.flatMap((inputs, index) =>
    inputs.flatMap((input) => input.targets.map((target: Target) => ({ input, target, index }))),
  );
}
