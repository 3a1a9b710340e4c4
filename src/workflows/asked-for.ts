import { typesFit } from '../comfy/types-fit.ts';
import { isLink } from './api-graph.ts';
import type { Entry } from './manifest.ts';
import type { Reading } from './reading.ts';
import { byNode, placesIn, type Known, type Place } from './value-ways.ts';
import type { WorkflowInput } from './workflow-input.ts';

/** What an input is called that takes what is asked away. */
const NEGATIVE = /neg/i;
const POSITIVE = /^positive/i;

/** Words that count as asked away, and so are not screened with the others, are none that a sampler is asked for. */
export function requireAskedAway(
  entries: readonly Entry[],
  inputsOf: readonly (readonly WorkflowInput[])[],
  reading: Reading,
): void {
  const index = entries.findIndex(({ type }) => type === 'negative_prompt');
  const targets = (inputsOf[index] ?? [])
    .flatMap((input) => input.targets)
    .filter(({ input }) => !NEGATIVE.test(input));
  if (targets.length === 0) return;
  const asked = reading.isFlat ? undefined : nodesAskedFor(reading);
  for (const target of targets) {
    if (asked && !asked.has(target.node)) continue;
    const says = asked
      ? 'is what the sampler is asked to show: name the node of the negative prompt, or write type prompt or text'
      : 'is not said to be the negative prompt: give the key that is';
    reading.target(target, says, index);
  }
}

/** The nodes that a sampler's positive side is made of: encoders, what their words come from, and what stands between. */
function nodesAskedFor(known: Known): ReadonlySet<string> {
  const places = placesIn(known);
  const inputsOf = byNode(places);
  const waiting = places.filter((one) => POSITIVE.test(one.input) || isGuiders(one, known));
  const found = new Set<string>();
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    if (!isLink(place.now) || !bringsWords(place, place.now, known)) continue;
    const [node] = place.now;
    if (found.has(node)) continue;
    found.add(node);
    const all = inputsOf.get(node) ?? [];
    const positive = all.filter(({ input, now }) => POSITIVE.test(input) && isLink(now));
    for (const one of positive.length > 0 ? positive : all) waiting.push(one);
  }
  return found;
}

/** ComfyUI's guiders are told by other names what to show. */
function isGuiders({ className, takes }: Place, { table }: Known): boolean {
  return (
    takes?.type === 'CONDITIONING' && table.get(className)?.outputs.includes('GUIDER') === true
  );
}

function bringsWords(
  { input, takes }: Place,
  [node, slot]: readonly [string, number],
  { graph, table }: Known,
): boolean {
  if (NEGATIVE.test(input)) return false;
  const source = Object.hasOwn(graph, node) ? graph[node] : undefined;
  const given = source && table.get(source.class_type)?.outputs[slot];
  return [given, takes?.type].every(
    (type) => type === undefined || typesFit(type, 'CONDITIONING') || typesFit(type, 'STRING'),
  );
}
