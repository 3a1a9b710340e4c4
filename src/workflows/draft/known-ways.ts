import { isCore } from '../../comfy/node-table.ts';
import { isLink, isLongNumber, reachedFrom, withoutNodes } from '../api-graph.ts';
import { type Exported, type Place, placeKey, type Use } from './exported.ts';
import { KNOWN } from './known-classes.ts';
import { type Drop, type Effect, isHandedOn, whyDropped } from './no-effect.ts';
import type { EntryType } from '../manifest.ts';
import { madeOf } from '../output-nodes.ts';
import { noteOn, notesOf } from '../problem.ts';
import { isPadding } from './picture-roles.ts';
import { nameOf, type Role } from './role.ts';

/** Remarks on the paths from options to the saved picture. */
export interface Ways {
  readonly notes: readonly string[];
  /** If there are several outputs: which options do nothing for each. */
  readonly several: readonly string[];
  /** The nodes that may change or drop an option's value. */
  readonly unsure: ReadonlySet<string>;
}

interface Around {
  readonly outputs: readonly string[];
  /** The places that members may set. */
  readonly set: ReadonlySet<string>;
}

/**
 * The maximum number of outputs searched separately, and of an option's places that are explained.
 */
const MOST_ALONE = 40;
const MOST_EXPLAINED = 20;

/** Options, with the places that a remark is about. */
type Options = Map<Role, Set<Place>>;

/** The unknown nodes on an option's paths, and the outputs that these paths lead to. */
interface Doubt {
  readonly places: Set<Place>;
  readonly nodes: Set<string>;
  readonly outputs: Set<string>;
}

/**
 * Follows what each option sets to each output. If no path leads there through known classes alone,
 * names all unknown nodes on its paths. If only some paths lead through unknown nodes, names these.
 * If no path leads to any output, says why.
 */
export function findWays(exported: Exported, roles: readonly Role[], around: Around): Ways {
  /** Options without a known path to some output, for some or all of their places. */
  const unsure = new Map<Role, Doubt>();
  /** Options with a known path and others besides. */
  const besides = new Map<Role, Doubt>();
  /** Options of which only some places have a known path to an output. */
  const inPart = new Set<Role>();
  const used = new Set<Place>();
  /** By output: the options that do not reach it. */
  const lostBy = new Map<string, readonly Role[]>();
  const ofAll = searchesFor(exported, roles, around);
  const isApart = around.outputs.length > 1 && around.outputs.length <= MOST_ALONE;
  for (const outputs of isApart ? around.outputs.map((output) => [output]) : [around.outputs]) {
    const lost: Role[] = [];
    const searches = isApart ? searchesFor(exported, roles, { ...around, outputs }) : ofAll;
    for (const [role, search] of searches) {
      const places = role.places.filter((place) => search.reaches(place));
      if (places.length === 0) lost.push(role);
      for (const place of places) used.add(place);
      const sure = places.filter((place) => search.isSure(place));
      const others = places.filter((place) => !search.isSure(place));
      if (sure.length > 0 && others.length > 0) inPart.add(role);
      // One new seed is enough for another picture.
      if (sure.length > 0 && role.entry.type === 'seed') continue;
      note(unsure, role, { places: others, nodes: search.unsureAfter(others), outputs });
      note(besides, role, { places: sure, nodes: search.unsureAfter(sure), outputs });
    }
    for (const output of outputs) lostBy.set(output, lost);
  }
  const keptInPart = new Set<Role>();
  const dropped = new Map<string, { readonly drop: Drop; readonly options: Options }>();
  for (const [role, search] of ofAll) {
    const left = role.places.filter((place) => !used.has(place));
    const isUsed = left.length < role.places.length;
    if (isUsed) keptInPart.add(role);
    if (isUsed && role.entry.type === 'seed') continue;
    for (const place of left.slice(0, MOST_EXPLAINED)) {
      for (const drop of search.drops(place)) {
        const options: Options = dropped.get(drop.because)?.options ?? new Map<Role, Set<Place>>();
        dropped.set(drop.because, { drop, options });
        options.set(role, (options.get(role) ?? new Set()).add(place));
      }
    }
  }
  const unsureNodes = new Set([...unsure.values()].flatMap(({ nodes }) => [...nodes]));
  return {
    notes: notesOf(
      [...dropped.values()].map(({ drop, options }) =>
        droppedText(drop, namesOf(options, keptInPart)),
      ),
      unsureText(),
      besidesText(),
      ...roles.map((role) => setUnintended(exported, role)),
    ),
    several: severalText(),
    unsure: unsureNodes,
  };

  function unsureText(): readonly string[] {
    return together(unsure, inPart).map(
      ({ values, reach, isMany, reached, nodes }) =>
        `${values} ${reach} ${reached} only through node ${nodes}, which may change or drop it: try the option${isMany ? 's' : ''}.`,
    );
  }

  function besidesText(): readonly string[] {
    const left = [...besides].map(([role, doubt]) => {
      const named = unsure.get(role)?.nodes;
      const nodes = new Set([...doubt.nodes].filter((node) => named?.has(node) !== true));
      return [role, { ...doubt, nodes }] as const;
    });
    return together(new Map(left.filter(([, { nodes }]) => nodes.size > 0)), new Set()).map(
      ({ values, reach, reached, nodes }) =>
        `${values} also ${reach} ${reached} through node ${nodes}, which may change it.`,
    );
  }

  /** Combines options with the same nodes. */
  function together(doubts: ReadonlyMap<Role, Doubt>, parts: ReadonlySet<Role>) {
    const byNodes = new Map<string, { readonly doubt: Doubt; readonly options: Options }>();
    for (const [role, doubt] of doubts) {
      const key = JSON.stringify([[...doubt.nodes].toSorted(), isAll(doubt)]);
      const found = byNodes.get(key) ?? { doubt, options: new Map() };
      byNodes.set(key, found);
      found.options.set(role, doubt.places);
    }
    return [...byNodes.values()].map(({ doubt, options }) => {
      const isEvery = options.size === roles.length && roles.length > 2 && parts.size === 0;
      const isMany = options.size > 1;
      const names = isEvery ? 'every option' : namesOf(options, parts).join(', ');
      return {
        values: `The value${isMany && !isEvery ? 's' : ''} of ${names}`,
        reach: isMany && !isEvery ? 'reach' : 'reaches',
        isMany,
        reached: isAll(doubt) ? 'the picture' : 'some of the pictures',
        nodes: listed(exported.names([...doubt.nodes])),
      };
    });
  }

  function isAll({ outputs }: Doubt): boolean {
    return outputs.size === around.outputs.length;
  }

  function severalText(): readonly string[] {
    if (around.outputs.length < 2) return [];
    const without = Map.groupBy(lostBy.keys(), (output) => {
      const lost = lostBy.get(output) ?? [];
      const names = lost.filter((role) => role.places.some((place) => used.has(place)));
      return names.map(nameOf).join(', ');
    });
    without.delete('');
    return [
      `Each job posts what every one of these nodes saves: ${exported.names(around.outputs).join(', ')}. Leave out of outputs what people should not get.`,
      ...[...without].map(
        ([names, savers]) =>
          `What node ${exported.names(savers).join(', ')} saves is made without ${names}.`,
      ),
    ];
  }
}

/** The maximum number of nodes named in one sentence, closest to the option first. */
const MOST_NAMED = 8;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  const some = names.slice(0, more > 1 ? MOST_NAMED : names.length).join(', ');
  return more > 1 ? `${some} and ${more} others` : some;
}

/** Adds a remark about an option, unless it is empty. */
function note(
  doubts: Map<Role, Doubt>,
  role: Role,
  more: Readonly<Record<'places', readonly Place[]>> &
    Readonly<Record<'nodes' | 'outputs', Iterable<string>>>,
): void {
  const nodes = [...more.nodes];
  if (nodes.length === 0) return;
  const found = doubts.get(role) ?? { places: new Set(), nodes: new Set(), outputs: new Set() };
  doubts.set(role, found);
  for (const place of more.places) found.places.add(place);
  for (const node of nodes) found.nodes.add(node);
  for (const output of more.outputs) found.outputs.add(output);
}

/** Options `inPart` are named with the nodes of these places, since their other places are sure. */
function namesOf(options: Options, inPart: ReadonlySet<Role>): readonly string[] {
  return [...options].map(([role, places]) =>
    inPart.has(role)
      ? `${nameOf(role)} (of node ${[...new Set([...places].map(({ node }) => node))].join(', ')})`
      : nameOf(role),
  );
}

/** A search for each option, shared by options with the same effect. */
function searchesFor(
  exported: Exported,
  roles: readonly Role[],
  around: Around,
): ReadonlyMap<Role, Search> {
  const byEffect = new Map<Effect, Search>();
  return new Map(
    roles.map((role) => {
      const effect = effectOf(exported, role);
      const search = byEffect.get(effect) ?? new Search(exported, effect, around);
      byEffect.set(effect, search);
      return [role, search];
    }),
  );
}

function effectOf(exported: Exported, role: Role): Effect {
  const { type } = role.entry;
  if (type === 'prompt' || type === 'negative_prompt' || type === 'text') return 'words';
  if (type === 'image' || type === 'mask') return 'picture';
  const isSize = type === 'width' || type === 'height' || nameOf(role) === 'aspect_ratio';
  if (type === 'count') return 'count';
  return isSize || isPadding(exported, role) ? 'size' : 'value';
}

/** Names of the inputs that a number is intended for. */
const MEANT: Readonly<Partial<Record<EntryType, RegExp>>> = {
  steps: /steps/i,
  cfg: /cfg|guidance|scale/i,
  denoise: /denoise|strength/i,
  width: /width|^[a-z]$/i,
  height: /height|^[a-z]$/i,
  aspect_ratio: /width|height|^[a-z]$/i,
  count: /batch|amount|count|num/i,
};
/** ComfyUI's own classes that hold or pass on a number. */
const NUMBERS: ReadonlySet<string> = new Set(['PrimitiveInt', 'PrimitiveFloat', 'SeedNode']);

/** Reports inputs that a number sets besides the intended ones. */
function setUnintended(exported: Exported, role: Role): string | false {
  const isShape = nameOf(role) === 'aspect_ratio';
  const meant = MEANT[isShape ? 'aspect_ratio' : role.entry.type];
  if (!meant) return false;
  const holds = ({ node }: Place) => NUMBERS.has(exported.className(node));
  const first = role.places.filter((place) => holds(place) || isHolder(exported, place));
  const nodes = reachedFrom(
    first.map(({ node }) => node),
    (node) => {
      const further = exported.usesOf(node).filter(holds);
      return further.map((use) => use.node);
    },
  );
  const uses = [...nodes].flatMap((node) => exported.usesOf(node));
  const others = uses
    .filter((use) => !holds(use) && !meant.test(use.input))
    .map((use) => exported.inputNamed(use));
  return others.length > 0 && `${nameOf(role)} also sets ${[...new Set(others)].join(', ')}.`;
}

function droppedText({ because, keepsSize }: Drop, names: readonly string[]): string {
  const does = names.length > 1 ? 'do' : 'does';
  return keepsSize
    ? `${because}, so of ${names.join(', ')} only the size is used.`
    : `${because}, so ${names.join(', ')} ${does} nothing.`;
}

/** How reliably a place reaches the saved picture, best first. */
const REACHES = ['surely', 'perhaps', 'beside'] as const;
type Reaches = (typeof REACHES)[number];

/**
 * `apart`: the input does not affect that output of its node. `beside`: it reaches a saving node
 * but is no picture, like the settings written into the file.
 */
type Verdict = 'carries' | 'unsure' | 'beside' | 'apart' | Drop;

/** A place that a search visits, and how it got there. */
interface Step {
  readonly place: Place;
  readonly reaches: Reaches;
}

/** The paths from places to the saved picture. */
class Search {
  readonly #exported: Exported;
  readonly #effect: Effect;
  readonly #around: Around;
  /** By place: its best path. */
  readonly #reached = new Map<string, Reaches>();
  /** By the place of a value that switches pass on: the places that receive it. */
  readonly #passed = new Map<string, Place[]>();
  readonly #inside: ReadonlySet<string>;
  /** Whether any node on the paths may not pass on what it receives. */
  #isDoubtful = false;
  /** By place and output. Cached, since the paths of many options need it. */
  readonly #verdicts = new Map<string, Verdict>();
  readonly #outputs = new Map<string, ReadonlyMap<number, readonly Use[]>>();

  constructor(exported: Exported, effect: Effect, around: Around) {
    this.#exported = exported;
    this.#effect = effect;
    this.#around = around;
    this.#inside = new Set(exported.behind(around.outputs));
    this.#walkBack();
  }

  reaches(place: Place): boolean {
    return this.#reached.has(placeKey(place));
  }

  /** Whether one of its paths has only known nodes. */
  isSure(place: Place): boolean {
    return this.#reached.get(placeKey(place)) === 'surely';
  }

  /** The unknown nodes on all paths from these places. */
  unsureAfter(places: readonly Place[]): ReadonlySet<string> {
    const found = new Set<string>();
    const way = new Map<string, Place>();
    if (!this.#isDoubtful) return found;
    const isBeside = places.every((place) => this.#reached.get(placeKey(place)) === 'beside');
    const enter = (place: Place) => {
      const reaches = this.#reached.get(placeKey(place));
      if (reaches === undefined || (reaches === 'beside' && !isBeside)) return;
      for (const at of this.#passed.get(placeKey(place)) ?? [place]) way.set(placeKey(at), at);
    };
    places.forEach(enter);
    // A node's inputs lead to the same uses. They are entered once, as both may be thousands.
    const entered = new Set<readonly Use[]>();
    // Grows during the loop.
    for (const place of way.values()) {
      for (const [slot, uses] of this.#outputsOf(place.node)) {
        const verdict = this.#verdict(place, slot);
        if (typeof verdict === 'object' || verdict === 'apart') continue;
        if (verdict !== 'carries') found.add(place.node);
        if (entered.has(uses)) continue;
        entered.add(uses);
        uses.forEach(enter);
      }
    }
    return found;
  }

  /** Where the value of a place without a path is dropped. */
  drops(place: Place): readonly Drop[] {
    const found = new Map<string, Drop>();
    const inside = this.#inside;
    const waiting = new Map([[placeKey(place), place]]);
    const entered = new Set<readonly Use[]>();
    // Grows during the loop.
    for (const at of waiting.values()) {
      for (const [slot, uses] of this.#outputsOf(at.node)) {
        const verdict = this.#verdict(at, slot);
        if (typeof verdict === 'object') found.set(verdict.because, verdict);
        else if (verdict !== 'apart' && !entered.has(uses)) {
          entered.add(uses);
          for (const use of uses) if (inside.has(use.node)) waiting.set(placeKey(use), use);
        }
      }
    }
    if (found.size > 0) return [...found.values()];
    return [{ because: 'Nothing that is posted is made from it' }];
  }

  /** The uses of a node by output. A node without uses counts as one with a first output. */
  #outputsOf(node: string): ReadonlyMap<number, readonly Use[]> {
    const known = this.#outputs.get(node);
    if (known) return known;
    const uses = this.#exported.usesOf(node);
    const outputs =
      uses.length > 0 ? Map.groupBy(uses, ({ slot }) => slot) : new Map([[0, [] as const]]);
    this.#outputs.set(node, outputs);
    return outputs;
  }

  /**
   * Walks back from the outputs: first all paths through known nodes, then the others, and last
   * those through inputs that are no picture.
   */
  #walkBack(): void {
    const done = new Set<string>();
    let level = this.#around.outputs.flatMap((node) => this.#into(node, 0, 'surely'));
    for (const now of REACHES) {
      const later: Step[] = [];
      // Grows during the loop.
      for (const step of level) {
        if (REACHES.indexOf(step.reaches) > REACHES.indexOf(now)) {
          later.push(step);
          continue;
        }
        const key = placeKey(step.place);
        if (this.#reached.has(key)) continue;
        this.#reached.set(key, now);
        const at = this.#exported.through(step.place);
        const value = this.#exported.value(at);
        if (!isLink(value)) {
          const passed = placeKey(at);
          if (passed === key) continue;
          if (!this.#reached.has(passed)) this.#reached.set(passed, now);
          const places = this.#passed.get(passed);
          if (places) places.push(step.place);
          else this.#passed.set(passed, [step.place]);
          continue;
        }
        const [node, slot] = value;
        const from = JSON.stringify(this.#isKnown(node) ? value : [node]);
        if (done.has(from)) continue;
        done.add(from);
        level.push(...this.#into(node, slot, now));
      }
      level = later;
    }
  }

  /**
   * The places of a node that affect one of its outputs, or may. `now`: how that output reaches the
   * saved picture.
   */
  #into(node: string, slot: number, now: Reaches): Step[] {
    return this.#exported.placesAt(node).flatMap((place): Step[] => {
      const verdict = this.#verdict(place, slot);
      if (verdict === 'carries') return [{ place, reaches: now }];
      this.#isDoubtful ||= verdict === 'unsure' || verdict === 'beside';
      if (verdict === 'beside') return [{ place, reaches: 'beside' }];
      if (verdict !== 'unsure') return [];
      return [{ place, reaches: now === 'surely' ? 'perhaps' : now }];
    });
  }

  #isKnown(node: string): boolean {
    return this.#exported.classOf(node) !== undefined && KNOWN.has(this.#exported.className(node));
  }

  #verdict(place: Place, slot: number): Verdict {
    const key = `${slot} ${placeKey(place)}`;
    const verdict = this.#verdicts.get(key) ?? this.#judge(place, slot);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  #judge(place: Place, slot: number): Verdict {
    if (!this.#isKnown(place.node)) {
      if (this.#isSaver(place)) return bringsPicture(this.#exported, place) ? 'carries' : 'beside';
      return slot === 0 && isHolder(this.#exported, place) ? 'carries' : 'unsure';
    }
    if (!isHandedOn(this.#exported, place, slot)) return 'apart';
    const { set } = this.#around;
    return (
      whyDropped({ exported: this.#exported, ...place, slot, effect: this.#effect, set }) ??
      'carries'
    );
  }

  /** Whether a node of an unknown class counts as a saver of this input. */
  #isSaver(place: Place): boolean {
    const isOutput = this.#around.outputs.includes(place.node);
    return isOutput && this.#exported.source(place) !== undefined;
  }
}

const PICTURE_TYPES = ['IMAGE', 'MASK', 'LATENT'];
/** Names of picture inputs of unknown classes. */
const PICTURES = /image|picture|photo|pixels|frame|mask|sample|latent/i;

/** Whether an input may receive a picture, by its type or else its name. */
function bringsPicture(exported: Exported, place: Place): boolean {
  return exported.brings(place, PICTURE_TYPES) ?? PICTURES.test(place.input);
}

/** Names of classes that make something else of their text. */
const CHANGES =
  /extract|pars(?:e|ing)|process|replace|regex|wildcard|translat|enhanc|clean|filter|strip/i;

/**
 * Whether a node of an unknown class holds one value, and nothing else that could change or replace
 * it.
 */
function isHolder(exported: Exported, { node, input }: Place): boolean {
  const known = exported.classOf(node);
  const own = exported.value({ node, input });
  const kind = isLongNumber(own) ? 'number' : typeof own;
  if ((known && isCore(known)) || isLink(own) || CHANGES.test(exported.className(node))) {
    return false;
  }
  return Object.entries(exported.inputsOf(node)).every(
    ([other, value]) =>
      other === input || !(isLink(value) || isLongNumber(value) || typeof value === kind),
  );
}

/** Reports options that do nothing if an optional picture is left out. */
export function withoutPictures(
  exported: Exported,
  roles: readonly Role[],
  outputs: readonly string[],
): readonly string[] {
  const notes = roles
    .filter(({ entry }) => entry.required === false)
    .map((picture) => {
      const ids = picture.places.map(({ node }) => node);
      const rest = madeOf(withoutNodes(exported.graph, ids, exported.table), outputs);
      const unused = roles.filter(
        (role) => role !== picture && !role.places.some(({ node }) => rest.has(node)),
      );
      return noteOn(`Without ${nameOf(picture)} these options do nothing`, unused.map(nameOf));
    });
  return notesOf(...notes);
}
