import { typesFit } from '../../comfy/node-table.ts';
import { isLink, isLongNumber, withoutNodes } from '../api-graph.ts';
import type { EntryType } from '../manifest.ts';
import { madeOf } from '../output-nodes.ts';
import type { Exported, Place } from './exported.ts';
import { nameOf, type Role } from './role.ts';

/** Options whose value is of no use if a node on its way makes another of it. A seed is as good as any other. */
const TEXTS: ReadonlySet<EntryType> = new Set(['prompt', 'negative_prompt', 'text']);
const NUMBERS: ReadonlySet<EntryType> = new Set([
  ...(['steps', 'cfg', 'denoise', 'number', 'count', 'width', 'height'] as const),
]);

interface Kind {
  readonly types: readonly string[];
  /** Inputs that may bring a value of it, for classes that are not known. */
  readonly called: RegExp;
  readonly isOne: (value: unknown) => boolean;
}

const TEXT: Kind = {
  types: ['STRING'],
  called:
    /text|string|prompt|words|positive|negative|value|any|input|^on_|^(?:if_)?(?:true|false)$|^[a-z]\d?$/i,
  isOne: (value) => typeof value === 'string',
};
const NUMBER: Kind = {
  types: ['INT', 'FLOAT'],
  called: /num|int|float|value|any|input|^on_|^[a-z]\d?$|width|height|size|steps|cfg|count|batch/i,
  isOne: (value) => typeof value === 'number' || (typeof value === 'string' && isLongNumber(value)),
};

/** What unknown classes call inputs for something other than a text or number. */
const NO_VALUE =
  /^(?:(?:image|picture|photo|pixels|frame|mask|sample|latent)s?_?\d*|model|clip|vae|clip_vision|control_?net|conditioning)$/i;

/** ComfyUI's own classes that hand on what they get; words that some of them add are named elsewhere. */
const HANDS_ON: ReadonlySet<string> = new Set([
  ...['PrimitiveInt', 'PrimitiveFloat', 'PrimitiveString', 'PrimitiveStringMultiline'],
  ...['StringConcatenate', 'StringTrim', 'PreviewAny', 'ComfySwitchNode'],
]);

/** The most nodes that a value is followed through. */
const MOST_FOLLOWED = 32;

/**
 * Names the nodes that an option's value goes through and that may change it, and those of unknown classes that hold it
 * beside others. `nodes`: all of the workflow.
 */
export function passedOn(
  exported: Exported,
  roles: readonly Role[],
  nodes: readonly string[],
): readonly string[] {
  const inside = new Set(nodes);
  const names = new Map<string, Set<string>>();
  const next = new Map([TEXT, NUMBER].map((kind) => [kind, nextOf(exported, kind, inside)]));
  for (const role of roles) {
    const kind = kindOf(role);
    if (!kind) continue;
    for (const place of role.places) {
      for (const node of unknownFrom(exported, place, { kind, on: next.get(kind) ?? (() => []) })) {
        names.set(node, (names.get(node) ?? new Set()).add(nameOf(role)));
      }
    }
  }
  const together = new Map<string, string[]>();
  for (const [node, options] of names) {
    const key = [...options].join(', ');
    together.set(key, [...(together.get(key) ?? []), `${node} (${exported.className(node)})`]);
  }
  return [...together].map(
    ([options, through]) =>
      `What is given for ${options} goes through node ${through.join(', ')}, which may make something else of it: try the option.`,
  );
}

function kindOf({ entry: { type } }: Role): Kind | undefined {
  if (TEXTS.has(type)) return TEXT;
  return NUMBERS.has(type) ? NUMBER : undefined;
}

interface Following {
  readonly kind: Kind;
  /** The nodes that a node hands a value of this kind on to. */
  readonly on: (node: string) => readonly string[];
}

/** Looks each node up once, since many places may lead to one. */
function nextOf(exported: Exported, kind: Kind, inside: ReadonlySet<string>): Following['on'] {
  const leading = leadingToUse(exported, kind, inside);
  const known = new Map<string, readonly string[]>();
  return (node) => {
    const nodes =
      known.get(node) ??
      exported
        .usesOf(node)
        .filter((use) => !isEncoder(exported, node) && inside.has(use.node))
        .filter(
          (use) =>
            bringsValue(exported, use, kind) ||
            (leading.has(use.node) && mayBringValue(exported, use)),
        )
        .map((use) => use.node);
    known.set(node, nodes);
    return nodes;
  };
}

/**
 * The nodes that a value of this kind may come through to a text encoder, a sampler or a class that is known to take it:
 * between unknown classes by any input, since its name need not tell what it brings.
 */
function leadingToUse(
  exported: Exported,
  kind: Kind,
  inside: ReadonlySet<string>,
): ReadonlySet<string> {
  const leading = new Set<string>();
  const addSources = (node: string, brings: (place: Place) => boolean) => {
    for (const input of Object.keys(exported.inputsOf(node))) {
      const source = exported.source({ node, input });
      if (source !== undefined && brings({ node, input })) leading.add(source);
    }
  };
  for (const node of inside) {
    if (exported.classOf(node) || isEncoder(exported, node)) {
      addSources(node, (place) => bringsValue(exported, place, kind));
    }
  }
  // Iterating over a set also yields what is added meanwhile.
  for (const node of leading) {
    if (isEncoder(exported, node)) continue;
    addSources(
      node,
      (place) => bringsValue(exported, place, kind) || mayBringValue(exported, place),
    );
  }
  return leading;
}

function unknownFrom(exported: Exported, place: Place, { kind, on }: Following): readonly string[] {
  const followed = new Set([place.node]);
  // Iterating over a set also yields what is added meanwhile.
  for (const node of followed) {
    for (const next of on(node)) {
      if (followed.size >= MOST_FOLLOWED) break;
      followed.add(next);
    }
  }
  return [...followed].filter((node) => {
    if (on(node).length === 0) return false;
    const isOwn = node === place.node;
    return exported.classOf(node)
      ? !isOwn && !HANDS_ON.has(exported.className(node))
      : !isOwn || !isHolder(exported, node, kind);
  });
}

/** Whether a node makes something else of words, so that they end there: a text encoder, or a loader that is one too. */
function isEncoder(exported: Exported, node: string): boolean {
  const inputs = exported.inputsOf(node);
  return (
    Object.hasOwn(inputs, 'clip') || Object.hasOwn(inputs, 'ckpt_name') || isLink(inputs.model)
  );
}

/** Whether a node holds one value and nothing else that could change it. */
function isHolder(exported: Exported, node: string, { isOne }: Kind): boolean {
  const values = Object.values(exported.inputsOf(node));
  return values.filter((value) => isLink(value) || isOne(value)).length <= 1;
}

/** Whether a link may bring a value although its input is not called so. */
function mayBringValue(exported: Exported, place: Place): boolean {
  return exported.typesAt(place).length === 0 && !NO_VALUE.test(place.input);
}

function bringsValue(exported: Exported, place: Place, { types, called }: Kind): boolean {
  const known = exported.typesAt(place);
  if (known.length === 0) return called.test(place.input);
  return known.every((type) => types.some((wanted) => typesFit(type, wanted)));
}

/** What extensions call classes that hand on one of several things. */
const SWITCHES = /switch|select|choose|choice|\bmux\b|router|conditional|\bif\b|if ?else/i;

/** Names switches of unknown classes: which of their sides is used is not known, so options on the others may do nothing. */
export function unknownSwitches(exported: Exported, nodes: readonly string[]): readonly string[] {
  const switches = nodes.filter((node) => {
    if (exported.classOf(node) || !SWITCHES.test(exported.className(node))) return false;
    const links = Object.keys(exported.inputsOf(node)).filter(
      (input) => exported.source({ node, input }) !== undefined,
    );
    return links.length > 1;
  });
  const named = switches.map((node) => `${node} (${exported.className(node)})`).join(', ');
  return switches.length === 0
    ? []
    : [
        `Which of their inputs these hand on is not known here, and options that only the others use do nothing: ${named}.`,
      ];
}

/** Says so where a job posts what several nodes save, and which options some of these are made without. */
export function severalOutputs(
  exported: Exported,
  roles: readonly Role[],
  outputs: readonly string[],
): readonly string[] {
  if (outputs.length < 2) return [];
  const named = (node: string) => `${node} (${exported.className(node)})`;
  const without = outputs.flatMap((output) => {
    const behind = new Set(exported.behind([output]));
    const unused = roles.filter(({ places }) => !places.some(({ node }) => behind.has(node)));
    return unused.length === 0
      ? []
      : [`What node ${named(output)} saves is made without ${unused.map(nameOf).join(', ')}.`];
  });
  return [
    `Each job posts what every one of these nodes saves: ${outputs.map(named).join(', ')}. Leave out of outputs what people should not get.`,
    ...without,
  ];
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
