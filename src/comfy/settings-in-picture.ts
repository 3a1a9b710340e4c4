import { isRecord, own } from '../engines/record.ts';
import type { PlainNode } from './graph.ts';

/**
 * The settings of a picture from the texts in its file: ComfyUI's graph (`prompt`), else the line that
 * AUTOMATIC1111's web UI and many others write (`parameters`).
 */
export function settingsInTexts(texts: ReadonlyMap<string, string>): FoundSettings | undefined {
  const graph = texts.get('prompt');
  const parameters = texts.get('parameters');
  return (
    (graph === undefined ? undefined : settingsInGraph(graph)) ??
    (parameters === undefined ? undefined : settingsInParameters(parameters))
  );
}

/** A picture's settings as far as its file tells. Not checked against any range. */
export interface FoundSettings {
  readonly prompt: string | undefined;
  readonly negativePrompt: string | undefined;
  readonly steps: number | undefined;
  readonly cfg: number | undefined;
  /** ComfyUI's name. */
  readonly sampler: string | undefined;
  readonly scheduler: string | undefined;
  readonly seed: number | undefined;
  /** In pixels. */
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** Drops empty prompts. `undefined` if nothing is left. */
function foundAny(found: FoundSettings): FoundSettings | undefined {
  const { prompt, negativePrompt, ...others } = found;
  const said = {
    ...others,
    prompt: prompt === '' ? undefined : prompt,
    negativePrompt: negativePrompt === '' ? undefined : negativePrompt,
  };
  return Object.values(said).some((value) => value !== undefined) ? said : undefined;
}

/** Longer texts are not settings. Characters. */
const LONGEST_TEXT = 65_536;

const NEGATIVE = 'Negative prompt:';
const STEPS = 'Steps:';

/** Names that follow no rule. */
const SAMPLERS: ReadonlyMap<string, string> = new Map([
  ['unipc', 'uni_pc'],
  ['dpm2', 'dpm_2'],
  ['dpm2 a', 'dpm_2_ancestral'],
]);
/** Suffixes of the sampler's name in older files, from before schedulers had their own entry. */
const SCHEDULERS = ['karras', 'exponential', 'sgm uniform'];

/**
 * Reads the text that AUTOMATIC1111's web UI writes into a picture (`create_infotext` in its
 * `modules/processing.py`): the prompt, a line `Negative prompt: …`, and a last line `Steps: 20, Sampler:
 * Euler a, …`. `undefined` without such a line.
 */
function settingsInParameters(text: string): FoundSettings | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const whole = `\n${text.replaceAll('\r\n', '\n')}`;
  const at = whole.lastIndexOf(`\n${STEPS}`);
  if (at === -1) return undefined;
  const words = whole.slice(0, at);
  const negativeAt = words.indexOf(`\n${NEGATIVE}`);
  const entries = entriesOf(whole.slice(at + 1).split('\n')[0] ?? '');
  const [, width, height] = /^(\d{1,6})x(\d{1,6})$/.exec(entries.get('Size') ?? '') ?? [];
  return foundAny({
    prompt: (negativeAt === -1 ? words : words.slice(0, negativeAt)).trim(),
    negativePrompt:
      negativeAt === -1 ? undefined : words.slice(negativeAt + NEGATIVE.length + 1).trim(),
    steps: numberIn(entries.get('Steps')),
    cfg: numberIn(entries.get('CFG scale')),
    ...samplerIn(entries.get('Sampler'), entries.get('Schedule type')),
    seed: numberIn(entries.get('Seed')),
    width: numberIn(width),
    height: numberIn(height),
  });
}

/** The first entry of each name. Quoted values may contain commas and names, and come later. */
function entriesOf(line: string): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  for (const part of line.split(',')) {
    const at = part.indexOf(':');
    const name = part.slice(0, Math.max(at, 0)).trim();
    if (at !== -1 && !entries.has(name)) entries.set(name, part.slice(at + 1).trim());
  }
  return entries;
}

/** `DPM++ 2M Karras` is ComfyUI's `dpmpp_2m` with `karras`. */
function samplerIn(
  name: string | undefined,
  type: string | undefined,
): Pick<FoundSettings, 'sampler' | 'scheduler'> {
  const said = (name ?? '').toLowerCase();
  const behind = SCHEDULERS.find((one) => said.endsWith(` ${one}`));
  const sampler = behind === undefined ? said : said.slice(0, -behind.length - 1);
  const scheduler = type?.toLowerCase() ?? behind ?? '';
  const isSaid = scheduler !== '' && scheduler !== 'automatic';
  return {
    sampler: sampler === '' ? undefined : (SAMPLERS.get(sampler) ?? asInComfyUI(sampler)),
    scheduler: isSaid ? scheduler.replaceAll(' ', '_') : undefined,
  };
}

function asInComfyUI(sampler: string): string {
  const whole = sampler.endsWith(' a') ? `${sampler.slice(0, -2)} ancestral` : sampler;
  return whole.replaceAll('dpm++', 'dpmpp').replaceAll(' ', '_');
}

function numberIn(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Names of a text encoder's text inputs. */
const TEXTS = ['text', 'prompt', 'text_g', 'text_l', 'clip_l', 't5xxl'];
/** Names of the text input of nodes that only hold a text for an encoder. */
const HELD_WORDS = ['value', 'string'];
const LATENTS = ['latent_image', 'latent', 'samples'];
const SEEDS = ['seed', 'noise_seed'];

/** The most samplers examined to find the first. Each may walk the whole graph. */
const MAX_SAMPLERS = 4;

/** The most text encoders read. Each text may come through many nodes. */
const MAX_ENCODERS = 100;

/**
 * Reads the graph that ComfyUI writes into its pictures (`prompt`): follows links to find the first sampler's
 * settings. Relies on input names alone and visits each node a few times at most, unlike the code that finds
 * roles in an operator's workflow. `undefined` without a sampler.
 */
function settingsInGraph(text: string): FoundSettings | undefined {
  const graph = FollowedGraph.read(text);
  const sampler = graph && firstSampler(graph);
  if (!graph || !sampler) return undefined;
  const guider = graph.source(sampler, 'guider') ?? sampler;
  const noise = graph.source(sampler, 'noise') ?? sampler;
  const steps = graph.source(sampler, 'sigmas') ?? sampler;
  const chosen = graph.source(sampler, 'sampler') ?? sampler;
  const latent = latents(graph, sampler).find(({ inputs }) => 'width' in inputs);
  return foundAny({
    prompt: wordsOf(graph, guider, 'positive'),
    negativePrompt: wordsOf(graph, guider, 'negative'),
    steps: graph.number(steps, 'steps'),
    cfg: graph.number(guider, 'cfg'),
    sampler: graph.text(chosen, 'sampler_name'),
    scheduler: graph.text(steps, 'scheduler'),
    seed: SEEDS.map((name) => graph.number(noise, name)).find((seed) => seed !== undefined),
    width: graph.number(latent, 'width'),
    height: graph.number(latent, 'height'),
  });
}

/** The sampler that does not continue another one's work, or else the first. */
function firstSampler(graph: FollowedGraph): PlainNode | undefined {
  const all = [...graph.nodes.values()].filter(isSampler).slice(0, MAX_SAMPLERS);
  return all.find((one) => !latents(graph, one).some(isSampler)) ?? all[0];
}

function isSampler({ inputs }: PlainNode): boolean {
  const has = (name: string) => Object.hasOwn(inputs, name);
  if (has('guider') && has('noise')) return true;
  return has('positive') && SEEDS.some(has);
}

/** The nodes that a sampler's latent passes through, nearest first. */
function latents(graph: FollowedGraph, sampler: PlainNode): readonly PlainNode[] {
  const way = new Set<PlainNode>();
  const next = (node: PlainNode) =>
    LATENTS.map((name) => graph.source(node, name)).find((one) => one !== undefined);
  for (let node = next(sampler); node && !way.has(node); node = next(node)) way.add(node);
  return [...way];
}

/** The texts of the encoders that lead to a guider, without duplicates. */
function wordsOf(
  graph: FollowedGraph,
  guider: PlainNode,
  role: 'positive' | 'negative',
): string | undefined {
  const texts = new Set<string>();
  const waiting = conditionings(graph, guider, role, role === 'positive');
  const seen = new Set<PlainNode>();
  let encoders = 0;
  for (let node = waiting.pop(); node && encoders < MAX_ENCODERS; node = waiting.pop()) {
    if (seen.has(node) || node.class_type === 'ConditioningZeroOut') continue;
    seen.add(node);
    const before = conditionings(graph, node, role, true);
    // A stack: reversed, so that they are visited in order.
    for (const one of before.toReversed()) waiting.push(one);
    if (before.length > 0) continue;
    encoders += 1;
    // A loader that encodes both by itself calls its words by their roles.
    for (const name of [role, ...TEXTS, ...HELD_WORDS]) {
      const text = graph.text(node, name);
      if (text !== undefined) texts.add(text);
    }
  }
  // Many encoders may share one long text, which is read once.
  const words = new Set([...texts].map((text) => text.trim()).filter((text) => text !== ''));
  return words.size === 0 ? undefined : [...words].join(', ');
}

/**
 * The conditioning inputs of a node that passes on others' conditioning: by its role's name, else all that
 * have one.
 */
function conditionings(
  graph: FollowedGraph,
  node: PlainNode,
  role: string,
  isAny: boolean,
): PlainNode[] {
  const own = graph.source(node, role);
  if (own) return [own];
  if (!isAny) return [];
  return Object.keys(node.inputs).flatMap((name) =>
    name.startsWith('cond') ? (graph.source(node, name) ?? []) : [],
  );
}

/** More is not read: to parse this much takes some milliseconds. Characters. */
const LONGEST_GRAPH = 256 * 1024;

/** The most pass-through nodes followed for a value. */
const MAX_HANDS = 16;

/** What nodes that only hold a value call it. */
const HELD = ['value', 'text', 'string', 'prompt', 'int', 'float', 'number'];

/**
 * ComfyUI writes graphs like Python, with numbers that JSON lacks: many pictures have an `is_changed` of NaN.
 * Matches whole strings so that prompts stay intact, and an unterminated one up to the end of the text, so
 * that nothing is scanned twice.
 */
const STRINGS_AND_NO_NUMBERS = /"(?:[^"\\]|\\[^])*"?|-?\b(?:NaN|Infinity)\b/g;

/**
 * An untrusted graph in ComfyUI's API format, whose links may dangle or form cycles. Its node classes are
 * unknown: an input's name tells what it is for.
 */
class FollowedGraph {
  readonly nodes: ReadonlyMap<string, PlainNode>;

  private constructor(nodes: ReadonlyMap<string, PlainNode>) {
    this.nodes = nodes;
  }

  /** `undefined` if it is not a graph. */
  static read(text: string): FollowedGraph | undefined {
    const graph = text.length > LONGEST_GRAPH ? undefined : parsed(text);
    if (!isRecord(graph)) return undefined;
    const nodes = new Map<string, PlainNode>();
    for (const [id, node] of Object.entries(graph)) {
      if (!isRecord(node) || !isRecord(node.inputs)) continue;
      nodes.set(id, { class_type: String(node.class_type), inputs: node.inputs });
    }
    return nodes.size === 0 ? undefined : new FollowedGraph(nodes);
  }

  /** The node that an input comes from. */
  source(node: PlainNode | undefined, input: string): PlainNode | undefined {
    const value = node && own(node.inputs, input);
    if (!Array.isArray(value) || typeof value[0] !== 'string') return undefined;
    return this.nodes.get(value[0]);
  }

  number(node: PlainNode | undefined, input: string): number | undefined {
    const value = this.#value(node, input, 'number');
    return typeof value === 'number' ? value : undefined;
  }

  text(node: PlainNode | undefined, input: string): string | undefined {
    const value = this.#value(node, input, 'string');
    return typeof value === 'string' ? value : undefined;
  }

  /** What stands in an input, or in the node that its value comes from. */
  #value(node: PlainNode | undefined, input: string, type: 'number' | 'string'): unknown {
    let name: string | undefined = input;
    for (let hands = 0; node !== undefined && name !== undefined && hands < MAX_HANDS; hands += 1) {
      const value = own(node.inputs, name);
      if (typeof value === type) return value;
      const next = this.source(node, name);
      name = next && [name, ...HELD].find((one) => own(next.inputs, one) !== undefined);
      node = next;
    }
    return undefined;
  }
}

function parsed(text: string): unknown {
  return parsedJson(text) ?? parsedJson(text.replace(STRINGS_AND_NO_NUMBERS, asJson));
}

function asJson(found: string): string {
  return found.startsWith('"') ? found : 'null';
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
