import { typesFit } from '../comfy/node-table.ts';
import { isLink } from './api-graph.ts';
import type { Entry } from './manifest.ts';
import type { Reading } from './reading.ts';
import { byNode, placesIn, type Known, type Place } from './value-ways.ts';
import type { WorkflowInput } from './workflow-input.ts';

/** What an input is called that takes what is asked for, or what is asked away. */
const CALLED = { positive: /^positive/i, negative: /neg/i } as const;

type Side = keyof typeof CALLED;

/** Words that count as asked away, and so are not screened with the others, are none that a sampler is asked for. */
export function requireAskedAway(
  entries: readonly Entry[],
  inputsOf: readonly (readonly WorkflowInput[])[],
  reading: Reading,
): void {
  const index = entries.findIndex(({ type }) => type === 'negative_prompt');
  const targets = (inputsOf[index] ?? [])
    .flatMap((input) => input.targets)
    .filter(({ input }) => !CALLED.negative.test(input));
  if (targets.length === 0) return;
  const why = reading.isFlat ? () => FLAT : notAskedAway(reading);
  for (const target of targets) {
    const says = why(target.node);
    if (says !== undefined) {
      reading.target(target, reading.isFlat ? says : `${says}: ${INSTEAD}`, index);
    }
  }
}

const FLAT = 'is not said to be the negative prompt: give the key that is';

/** Returns a function that says why a node's words are not a sampler's negative prompt; `undefined` if they are. */
export function notAskedAway(known: Known): (node: string) => string | undefined {
  const [asked, away] = [nodesOf('positive', known), nodesOf('negative', known)];
  return (node) => {
    if (asked.has(node)) return 'is what the sampler is asked to show';
    return away.has(node) ? undefined : 'leads to nothing that a sampler is asked to leave out';
  };
}

const INSTEAD = 'name the node of the negative prompt, or write type prompt or text';

/** The nodes that one side of the samplers is made of: encoders, what their words come from, and what stands between. */
function nodesOf(side: Side, known: Known): ReadonlySet<string> {
  const places = placesIn(known);
  const inputsOf = byNode(places);
  const isOwn = ({ input }: Place) => CALLED[side].test(input);
  const other = CALLED[side === 'positive' ? 'negative' : 'positive'];
  const waiting = places.filter(
    (one) => isOwn(one) || (side === 'positive' && isGuiders(one, known)),
  );
  const found = new Set<string>();
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { now, input } = place;
    if (!isLink(now) || other.test(input) || !bringsWords(place, now, known)) continue;
    const [node] = now;
    if (found.has(node) || isNothing(node, known)) continue;
    found.add(node);
    const all = inputsOf.get(node) ?? [];
    const own = all.filter((one) => isOwn(one) && isLink(one.now));
    for (const one of own.length > 0 ? own : all) waiting.push(one);
  }
  return found;
}

/** ComfyUI's ConditioningZeroOut discards the words that it is given. */
function isNothing(node: string, { graph }: Known): boolean {
  return Object.hasOwn(graph, node) && graph[node]?.class_type === 'ConditioningZeroOut';
}

/** ComfyUI's guiders are told by other names what to show. */
function isGuiders({ className, takes }: Place, { table }: Known): boolean {
  return (
    takes?.type === 'CONDITIONING' && table.get(className)?.outputs.includes('GUIDER') === true
  );
}

function bringsWords(
  { takes }: Place,
  [node, slot]: readonly [string, number],
  { graph, table }: Known,
): boolean {
  const source = Object.hasOwn(graph, node) ? graph[node] : undefined;
  const given = source && table.get(source.class_type)?.outputs[slot];
  return [given, takes?.type].every(
    (type) => type === undefined || typesFit(type, 'CONDITIONING') || typesFit(type, 'STRING'),
  );
}
