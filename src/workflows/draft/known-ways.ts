import { isCore } from '../../comfy/node-table.ts';
import { isLink, isLongNumber, withoutNodes } from '../api-graph.ts';
import { type Exported, type Place, placeKey } from './exported.ts';
import { KNOWN } from './known-classes.ts';
import { type Drop, type Effect, isHandedOn, whyDropped } from './no-effect.ts';
import type { EntryType } from '../manifest.ts';
import { madeOf } from '../output-nodes.ts';
import { isPadding } from './picture-roles.ts';
import { nameOf, type Role } from './role.ts';

/** What is said of the ways from options to what is saved. */
export interface Ways {
  readonly notes: readonly string[];
  /** Of several outputs: what each is made without. */
  readonly several: readonly string[];
  /** The nodes that may change or drop what an option sets. */
  readonly unsure: ReadonlySet<string>;
}

interface Around {
  readonly outputs: readonly string[];
  /** The places that members may set. */
  readonly set: ReadonlySet<string>;
}

/** The most outputs that are searched each by itself, and the most places of an option of which it is said why they do nothing. */
const MOST_ALONE = 40;
const MOST_EXPLAINED = 20;

/** Options, with those of their places that something is said of. */
type Options = Map<Role, Set<Place>>;

/**
 * Follows what each option sets to what each output saves. Where no way leads there through known classes alone, it names
 * the nodes that are not known to hand it on; where none leads to any output, it says why.
 */
export function findWays(exported: Exported, roles: readonly Role[], around: Around): Ways {
  const unsure = new Map<string, { readonly options: Options; readonly outputs: Set<string> }>();
  /** The options of which some places have a known way to an output and others have not. */
  const inPart = new Set<Role>();
  const used = new Set<Place>();
  const lostBy = new Map<string, readonly Role[]>();
  const named = (node: string) => `${node} (${exported.className(node)})`;
  const add = (options: Options, role: Role, place: Place) =>
    options.set(role, (options.get(role) ?? new Set()).add(place));
  for (const outputs of around.outputs.length > MOST_ALONE
    ? [around.outputs]
    : around.outputs.map((output) => [output])) {
    const lost: Role[] = [];
    const searches = searchesFor(exported, roles, { ...around, outputs });
    for (const [role, search] of searches) {
      const ways = role.places.map((place) => ({ place, through: search.through(place) ?? null }));
      if (ways.every(({ through }) => through === null)) lost.push(role);
      const isKnown = ways.some(({ through }) => through?.length === 0);
      if (isKnown && ways.some(({ through }) => through && through.length > 0)) inPart.add(role);
      for (const { place, through } of ways) {
        if (through) used.add(place);
        // One new seed makes another picture.
        if (isKnown && role.entry.type === 'seed') continue;
        for (const node of through ?? []) {
          const found = unsure.get(node) ?? { options: new Map(), outputs: new Set() };
          unsure.set(node, found);
          add(found.options, role, place);
          for (const output of outputs) found.outputs.add(output);
        }
      }
    }
    for (const output of outputs) lostBy.set(output, lost);
  }
  const keptInPart = new Set<Role>();
  const dropped = new Map<string, { readonly drop: Drop; readonly options: Options }>();
  for (const [role, search] of searchesFor(exported, roles, around)) {
    const left = role.places.filter((place) => !used.has(place));
    const isUsed = left.length < role.places.length;
    if (isUsed) keptInPart.add(role);
    if (isUsed && role.entry.type === 'seed') continue;
    for (const place of left.slice(0, MOST_EXPLAINED)) {
      for (const drop of search.drops(place)) {
        const found = dropped.get(drop.because) ?? { drop, options: new Map() };
        dropped.set(drop.because, found);
        add(found.options, role, place);
      }
    }
  }
  return {
    notes: [
      ...[...dropped.values()].map(({ drop, options }) =>
        droppedText(drop, namesOf(options, keptInPart)),
      ),
      ...unsureText(),
      ...roles.flatMap((role) => setBesides(exported, role)),
    ],
    several: severalText(),
    unsure: new Set(unsure.keys()),
  };

  function unsureText(): readonly string[] {
    const every = roles.length > 2 ? roles.map(nameOf).join(', ') : undefined;
    const together = new Map<string, string[]>();
    for (const [node, { options, outputs }] of unsure) {
      const names = namesOf(options, inPart).join(', ');
      const isAll = outputs.size === around.outputs.length;
      const what = `${names === every ? 'every option' : names} reaches ${isAll ? 'the picture' : 'some of the pictures'}`;
      together.set(what, [...(together.get(what) ?? []), named(node)]);
    }
    return [...together].map(
      ([what, nodes]) =>
        `What is given for ${what} only through node ${nodes.join(', ')}, which may change or drop it: try the option${/,|^every/.test(what) ? 's' : ''}.`,
    );
  }

  function severalText(): readonly string[] {
    if (around.outputs.length < 2) return [];
    const without = new Map<string, string[]>();
    for (const [output, lost] of lostBy) {
      const names = lost.filter((role) => role.places.some((place) => used.has(place)));
      const key = names.map(nameOf).join(', ');
      without.set(key, [...(without.get(key) ?? []), named(output)]);
    }
    without.delete('');
    return [
      `Each job posts what every one of these nodes saves: ${around.outputs.map(named).join(', ')}. Leave out of outputs what people should not get.`,
      ...[...without].map(
        ([names, savers]) => `What node ${savers.join(', ')} saves is made without ${names}.`,
      ),
    ];
  }
}

/** Options `inPart` are named with the nodes of these places, as others of their places are sure. */
function namesOf(options: Options, inPart: ReadonlySet<Role>): readonly string[] {
  return [...options].map(([role, places]) =>
    inPart.has(role)
      ? `${nameOf(role)} (of node ${[...new Set([...places].map(({ node }) => node))].join(', ')})`
      : nameOf(role),
  );
}

/** A search for each option: one for all that have the same effect. */
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
  const isSize = type === 'aspect_ratio' || type === 'width' || type === 'height';
  return isSize || type === 'count' || isPadding(exported, role) ? 'size' : 'value';
}

/** What inputs are called that a number is meant for. */
const MEANT: Readonly<Partial<Record<EntryType, RegExp>>> = {
  steps: /steps/i,
  cfg: /cfg|guidance|scale/i,
  denoise: /denoise|strength/i,
  width: /width|^[a-z]$/i,
  height: /height|^[a-z]$/i,
  count: /batch|amount|count|num/i,
};
/** Classes that hold a number or hand it on. */
const NUMBERS: ReadonlySet<string> = new Set(['PrimitiveInt', 'PrimitiveFloat', 'SeedNode']);

/** Names the inputs that a number sets besides those that it is meant for. */
function setBesides(exported: Exported, role: Role): readonly string[] {
  const meant = MEANT[role.entry.type];
  if (!meant) return [];
  const nodes = new Set(role.places.map(({ node }) => node).filter((node) => holds(node)));
  const others = new Set<string>();
  // Iterating over a set also yields what is added meanwhile.
  for (const node of nodes) {
    for (const { input, ...use } of exported.usesOf(node)) {
      if (holds(use.node)) nodes.add(use.node);
      else if (!meant.test(input)) {
        others.add(`${input} of node ${use.node} (${exported.className(use.node)})`);
      }
    }
  }
  return others.size === 0 ? [] : [`${nameOf(role)} also sets ${[...others].join(', ')}.`];

  function holds(node: string): boolean {
    return NUMBERS.has(exported.className(node));
  }
}

function droppedText({ because, keepsSize }: Drop, names: readonly string[]): string {
  const does = names.length > 1 ? 'do' : 'does';
  return keepsSize
    ? `${because}, so of ${names.join(', ')} only the size is used.`
    : `${because}, so ${names.join(', ')} ${does} nothing.`;
}

/** A place on its way, and its node if that is not known to hand it on. */
interface Step {
  readonly place: Place;
  readonly unsure?: string;
  /** The next place on its way that has such a node. */
  readonly further?: Step;
}

/** `apart`: the input does not go to that output of its node. */
type Verdict = 'carries' | 'unsure' | 'apart' | Drop;

/** The way from each place to what is saved that has the fewest nodes which are not known to hand it on. */
class Search {
  readonly #exported: Exported;
  readonly #effect: Effect;
  readonly #around: Around;
  readonly #steps = new Map<string, Step>();
  readonly #inside: ReadonlySet<string>;

  constructor(exported: Exported, effect: Effect, around: Around) {
    this.#exported = exported;
    this.#effect = effect;
    this.#around = around;
    this.#inside = new Set(exported.behind(around.outputs));
    this.#walkBack();
  }

  /** The nodes on a place's way that are not known to hand it on; `undefined` where it has no way. */
  through(place: Place): readonly string[] | undefined {
    const first = this.#steps.get(placeKey(place));
    if (!first) return undefined;
    const nodes = new Set<string>();
    for (let step: Step | undefined = first; step; step = step.further) {
      if (step.unsure !== undefined) nodes.add(step.unsure);
    }
    return [...nodes];
  }

  /** Where a place that has no way is dropped. */
  drops(place: Place): readonly Drop[] {
    const found = new Map<string, Drop>();
    const inside = this.#inside;
    const waiting = new Map([[placeKey(place), place]]);
    // Grows while it is walked.
    for (const at of waiting.values()) {
      const uses = this.#exported.usesOf(at.node);
      const slots = new Set(uses.map(({ slot }) => slot));
      for (const slot of slots.size > 0 ? slots : [0]) {
        const verdict = this.#verdict(at, slot);
        if (typeof verdict === 'object') found.set(verdict.because, verdict);
        else if (verdict !== 'apart') {
          for (const use of uses) {
            if (use.slot === slot && inside.has(use.node)) waiting.set(placeKey(use), use);
          }
        }
      }
    }
    if (found.size > 0) return [...found.values()];
    return [{ because: 'Nothing that is posted is made from it' }];
  }

  /** From what is saved, all ways through known nodes before those through others. */
  #walkBack(): void {
    const done = new Set<string>();
    let level = this.#around.outputs.flatMap((node) => this.#into(node, 0));
    while (level.length > 0) {
      const later: Step[] = [];
      // Grows while it is walked.
      for (const step of level) {
        const key = placeKey(step.place);
        if (this.#steps.has(key)) continue;
        this.#steps.set(key, step);
        const at = this.#exported.through(step.place);
        const value = this.#exported.value(at);
        if (!isLink(value)) {
          // A value that switches pass on.
          if (!this.#steps.has(placeKey(at))) this.#steps.set(placeKey(at), step);
          continue;
        }
        const [node, slot] = value;
        const from = JSON.stringify(this.#isKnown(node) ? value : [node]);
        if (done.has(from)) continue;
        done.add(from);
        const further = step.unsure === undefined ? step.further : step;
        for (const one of this.#into(node, slot)) {
          (one.unsure === undefined ? level : later).push({ ...one, ...(further && { further }) });
        }
      }
      level = later;
    }
  }

  /** The places of a node that reach one of its outputs, or may. */
  #into(node: string, slot: number): Step[] {
    return Object.keys(this.#exported.inputsOf(node)).flatMap((input): Step[] => {
      const place = { node, input };
      const verdict = this.#verdict(place, slot);
      if (verdict === 'carries') return [{ place }];
      return verdict === 'unsure' ? [{ place, unsure: node }] : [];
    });
  }

  #isKnown(node: string): boolean {
    return this.#exported.classOf(node) !== undefined && KNOWN.has(this.#exported.className(node));
  }

  #verdict(place: Place, slot: number): Verdict {
    if (!this.#isKnown(place.node)) {
      return isHolder(this.#exported, place) || this.#isSaved(place) ? 'carries' : 'unsure';
    }
    if (!isHandedOn(this.#exported, place, slot)) return 'apart';
    const { set } = this.#around;
    return (
      whyDropped({ exported: this.#exported, ...place, slot, effect: this.#effect, set }) ??
      'carries'
    );
  }

  /** Whether it is what a node of an unknown class is taken to save. */
  #isSaved(place: Place): boolean {
    const isOutput = this.#around.outputs.includes(place.node);
    return isOutput && this.#exported.source(place) !== undefined;
  }
}

/** Whether a node of an unknown class holds one value, and nothing else that could change it or be used in its place. */
function isHolder(exported: Exported, { node, input }: Place): boolean {
  const known = exported.classOf(node);
  const own = exported.value({ node, input });
  const kind = isLongNumber(own) ? 'number' : typeof own;
  if ((known && isCore(known)) || isLink(own)) return false;
  return Object.entries(exported.inputsOf(node)).every(
    ([other, value]) =>
      other === input || !(isLink(value) || isLongNumber(value) || typeof value === kind),
  );
}

/** Says which options do nothing where a picture that may be left out is. */
export function withoutPictures(
  exported: Exported,
  roles: readonly Role[],
  outputs: readonly string[],
): readonly string[] {
  return roles.flatMap((picture) => {
    if (picture.entry.required !== false) return [];
    const ids = picture.places.map(({ node }) => node);
    const rest = madeOf(withoutNodes(exported.graph, ids, exported.table), outputs);
    const unused = roles.filter(
      (role) => role !== picture && !role.places.some(({ node }) => rest.has(node)),
    );
    return unused.length === 0
      ? []
      : [`Without ${nameOf(picture)} these options do nothing: ${unused.map(nameOf).join(', ')}.`];
  });
}
