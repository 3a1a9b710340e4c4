import { toNumber } from '../../comfy/graph-check.ts';
import { isLink, isLongNumber } from '../api-graph.ts';
import { MOST_OPTIONS } from '../discord-rules.ts';
import { notesOf } from '../problem.ts';
import { distinctPlaces, type Exported, type Place, placeKey } from './exported.ts';
import { findGuidance } from './guidance.ts';
import { findLatent } from './latents.ts';
import { filesLeft, leftAlone, otherLatents, wordsLeft } from './left-alone.ts';
import { findLoras, lorasLeft } from './loras.ts';
import {
  countRole,
  denoiseRole,
  findAnimation,
  framesOfVideo,
  samplingRoles,
  seedRole,
  sharesSteps,
  whyNoCount,
  whyNoSteps,
} from './number-roles.ts';
import { controlRoles, followedPicture } from './control-nets.ts';
import { batchesOf, cutToResult, cutToSquare } from './picture-path.ts';
import {
  findPictures,
  masksOfTransparency,
  paddingRoles,
  picturesByWord,
} from './picture-roles.ts';
import type { Role, RoleEntry } from './role.ts';
import { findSamplers, isGivenPicture, type Sampler } from './samplers.ts';
import { settableText, SIDES } from './settable.ts';
import { findScaling, shapeRoles, sideRoles, sizedOnTheWay } from './size-roles.ts';
import { differentWords, whyNoNegative, wordRoles, promptSource } from './word-roles.ts';

/** What members could set in a workflow, and remarks for the operator. */
export interface Found {
  /** The options to offer, unless the author chose some. */
  readonly roles: readonly Role[];
  /** Alternatives to some of these: width and height. */
  readonly others: readonly Role[];
  /** The sampler that starts the first picture, if found. */
  readonly first: readonly string[];
  /** The nodes that its noise passes through. */
  readonly latents: readonly string[];
  /** A node that scales to a fixed size. */
  readonly scaling: string | undefined;
  readonly notes: readonly string[];
}

/**
 * Finds what members would set, by following the links back from the saved picture: the sampler's
 * prompt and negative prompt, pictures, size, LoRAs, steps, guidance, count and seed.
 */
export function findRoles(
  exported: Exported,
  outputs: readonly string[],
  rating: { readonly isGeneral: boolean },
): Found {
  const nodes = exported.behind(outputs);
  const samplers = findSamplers(exported, nodes, outputs[0]);
  const base = samplers.find(({ isLater }) => !isLater);
  const pictures = findPictures(exported, { nodes, outputs });
  const loras = findLoras(exported, nodes, rating);
  const sent = pictures.flatMap(({ places }) => places.map(({ node }) => node));
  const sampled = exported.madeFrom(samplers.map(({ id }) => id));
  const sizedAmong = (roles: readonly Role[], isKept: boolean) => [
    ...sizedOnTheWay(exported, nodes, { isKept, pictures: sent, sampled, set: placesOf(roles) }),
    ...cutToSquare(exported, nodes, { pictures: sent, sampled }),
    ...(isKept ? [] : cutToResult(exported, nodes, { pictures: sent, sampled })),
    ...batchesOf(exported, { nodes, outputs, pictures: sent }),
  ];
  if (!base) {
    const texts = textsWithoutSampler(exported, nodes);
    const roles = [...texts, ...searchRoles(exported, nodes, texts), ...pictures, ...loras];
    const padding = paddingRoles(exported, nodes, roles);
    const all = [...roles, ...padding];
    const hasPrompt = all.some(({ entry }) => entry.type === 'prompt');
    const around = { nodes, outputs, latents: seededIn(exported, nodes) };
    const notes = notesOf(
      findAnimation(exported, around)?.notes ?? framesOfVideo(exported, around),
      leftAlone(exported, [], {}),
      sizedAmong(all, false),
      lorasLeft(exported, nodes, placesOf(all)),
      filesLeft(exported, nodes, placesOf(all)),
      wordsLeft(exported, nodes, placesOf(all)),
      'No sampler was found that is told words: what is offered is what nodes call a prompt, a seed and a picture.',
      hasPrompt && NO_NEGATIVE,
    );
    return { roles: all, others: [], first: [], latents: [], scaling: undefined, notes };
  }
  const later = samplers.filter((one) => one !== base);
  const latent = findLatent(exported, base.latent, nodes);
  const animation = findAnimation(exported, { nodes, outputs, latents: latent.nodes });
  const noCount = whyNoCount(exported, latent.counts, nodes);
  const isGiven = latent.isPicture || isGivenPicture(exported, base, pictures);
  const isKept = isGiven && latent.size === undefined;
  const { along, fixed: scaling, note } = findScaling(exported, latent.size, nodes);
  const words = wordRoles(exported, samplers, base);
  const guidance = findGuidance(exported, base, later);
  const hasPrompt = words.some(({ entry }) => entry.type === 'prompt');
  const edited = editedPictures(exported, nodes, pictures);
  const found = [
    ...words.map((role) => asInstruction(role, edited)),
    ...searchRoles(exported, nodes, words),
    ...pictures,
    ...(scaling === undefined ? shapeRoles(exported, latent.size, along) : []),
    ...loras,
    ...controlRoles(exported, nodes, pictures),
    ...(isGiven ? denoiseRole(exported, base) : []),
    ...samplingRoles(exported, base, later).map((role) => (hasPrompt ? role : withoutPrompt(role))),
    ...guidance.roles,
    ...(animation || noCount !== undefined
      ? []
      : countRole(exported, latent.counts[0], outputs.length)),
    ...seedRole(exported, samplers),
  ];
  const roles = [...found, ...paddingRoles(exported, nodes, found)];
  return {
    roles,
    others: sideRoles(exported, latent.size),
    first: [base.id],
    latents: latent.nodes,
    scaling,
    notes: notesFor(base),
  };

  function notesFor(first: Sampler): readonly string[] {
    const set = placesOf(roles);
    const isShared = sharesSteps(exported, samplers);
    const end = latent.nodes.at(-1);
    const hasSides = end !== undefined && Object.hasOwn(exported.inputsOf(end), 'width');
    const lacks = (type: string) => !roles.some(({ entry }) => entry.type === type);
    return notesOf(
      note,
      sizedAmong(roles, isKept),
      latent.preset && whyNoSize(exported, latent.preset),
      isShared && whyNoSteps(exported, samplers),
      animation ? animation.notes : noCount,
      otherLatents(exported, nodes, { own: latent.nodes, set }),
      leftAlone(exported, samplers, {
        sized: latent.size ? [] : latent.nodes,
        guidance: guidance.places,
      }),
      guidance.notes,
      lorasLeft(exported, nodes, set),
      !latent.size && !latent.isPicture && !hasSides && 'No size that can be set was found.',
      lacks('steps') && !isShared && 'No steps were found that can be set.',
      filesLeft(exported, nodes, set),
      picturesByWord(exported, nodes),
      masksOfTransparency(exported, roles, nodes),
      fewer(exported, roles),
      wordsLeft(exported, nodes, set),
      lacks('prompt') && whyNoWords(exported, first, set),
      differentWords(exported, roles),
      lacks('seed') && 'No seed was found: the same words may make the same picture.',
      lacks('negative_prompt') && whyNoNegative(exported, first),
      lacks('negative_prompt') && NO_NEGATIVE,
    );
  }
}

/** Classes that show a model the picture that its prompt is to change. */
const EDITS =
  /^(?:ReferenceLatent|TextEncode\w*Edit\w*|HiDreamO1ReferenceImages|InstructPixToPixConditioning)$/;

/** The pictures that the prompt may tell a model to change. */
function editedPictures(
  exported: Exported,
  nodes: readonly string[],
  pictures: readonly Role[],
): readonly Role[] {
  const editing = nodes.filter((node) => EDITS.test(exported.className(node)));
  const before = new Set(exported.behind(editing));
  const inside = new Set(nodes);
  return pictures
    .slice(0, MOST_OPTIONS)
    .filter(({ places }) =>
      places.some(
        ({ node }) => before.has(node) && followedPicture(exported, node, inside) === undefined,
      ),
    );
}

/** Describes the prompt of a workflow that changes pictures. */
function asInstruction(role: Role, edited: readonly Role[]): Role {
  if (role.entry.type !== 'prompt' || edited.length === 0) return role;
  const isNeeded = edited.some(({ entry }) => entry.required !== false);
  const description = isNeeded
    ? 'What to change in the picture, or what to make from it'
    : 'What the picture shows, or what to change in the one you send';
  return { ...role, entry: { ...role.entry, description } };
}

/** Describes a cfg for workflows without a prompt option. */
function withoutPrompt(role: Role): Role {
  const description = 'How closely the picture follows what it is made from';
  return role.entry.type === 'cfg' ? { ...role, entry: { ...role.entry, description } } : role;
}

const NO_NEGATIVE =
  'There is no negative prompt, or cfg is 1: the safety terms have no effect, and only the rating and the screening protect.';

function whyNoSize(exported: Exported, { node, input }: Place): string {
  return `Node ${exported.named(node)} may take the size from its ${input}, so the size stays as it was exported.`;
}

/** Says where the prompt comes from instead, and what produces it. */
function whyNoWords(
  exported: Exported,
  { positive }: Sampler,
  set: ReadonlySet<string>,
): readonly string[] {
  const none = 'No words were found that the sampler is told.';
  const node = positive && promptSource(exported, positive);
  if (node === undefined) return [none];
  const settings = Object.entries(exported.inputsOf(node)).filter(
    ([input, value]) => !isLink(value) && !set.has(placeKey({ node, input })),
  );
  const stays = settings.length === 0 ? '' : `: ${settings.map(([input]) => input).join(', ')}`;
  return [
    none,
    `They come from node ${exported.named(node)}, which stays as it was exported${stays}.`,
  ];
}

/** Nodes that may make pictures without a sampler. */
function seededIn(exported: Exported, nodes: readonly string[]): readonly string[] {
  return nodes.filter((node) => Object.hasOwn(exported.inputsOf(node), 'seed'));
}

/** The places that these roles set. */
export function placesOf(roles: readonly Role[]): ReadonlySet<string> {
  return new Set(
    roles.flatMap(({ entry: { type }, places }) =>
      places.flatMap((place) => {
        const { node } = place;
        const isShape = type === 'aspect_ratio';
        return [placeKey(place), ...(isShape ? [placeKey({ node, input: 'height' })] : [])];
      }),
    ),
  );
}

/** Reports if a job makes fewer pictures than the export. */
function fewer(exported: Exported, roles: readonly Role[]): readonly string[] {
  return roles.flatMap(({ entry, places: [place] }) =>
    entry.type === 'count' && entry.default !== undefined && place
      ? [
          `${exported.inputNamed(place)} is ${String(exported.value(place))}, more than count takes: without count it is ${entry.default}.`,
        ]
      : [],
  );
}

/** Prompts of nodes that make pictures without a sampler, such as those of online services. */
function textsWithoutSampler(exported: Exported, nodes: readonly string[]): readonly Role[] {
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
/** Names of picture inputs. */
const PICTURE = /image|picture|photo|pixels|frame|mask|layer/i;

/** Whether a node draws its text onto a picture: it outputs only pictures. */
function isDrawn(exported: Exported, { node, input }: Place): boolean {
  const uses = exported.usesOf(node);
  return input === 'text' && uses.length > 0 && uses.every((use) => PICTURE.test(use.input));
}

/** Whether a text is really a number for another node. */
function isNumber(value: unknown): boolean {
  return typeof value === 'string' && toNumber('FLOAT', value) !== undefined;
}

/** Names of extensions' classes that search a picture by a text. */
const LOOKS = /segment|\bsam(?!pl)|dino|detect|clip_?seg|florence|caption|mask|yolo/i;
/** Those that find the part that a text names, for a mask. */
const FINDS = /segment|\bsam(?!pl)|dino|clip_?seg|yolo_?world/i;
const NO_FIND = /load|caption|florence/i;
const SEARCHED_FOR = ['prompt', 'text', 'text_prompt'];
/** More are rather lists that a person should look through. */
const MOST_SEARCHES = 3;

/** What such nodes look for, apart from what the prompt already sets. */
function searchRoles(
  exported: Exported,
  nodes: readonly string[],
  words: readonly Role[],
): readonly Role[] {
  const set = placesOf(words);
  const finders = nodes.filter((node) => {
    const className = exported.className(node);
    return !exported.classOf(node) && FINDS.test(className) && !NO_FIND.test(className);
  });
  const places = finders.flatMap((node) => {
    const input = SEARCHED_FOR.find((name) => Object.hasOwn(exported.inputsOf(node), name));
    const place = input && settableText(exported, { node, input }, 'positive');
    return place && !set.has(placeKey(place)) ? [place] : [];
  });
  const byText = Map.groupBy(distinctPlaces(places), (place) => String(exported.value(place)));
  const all = [...byText].filter(([text]) => text.trim() !== '' && !isNumber(text));
  return all.slice(0, MOST_SEARCHES).map(([, same], at) => ({
    entry: {
      type: 'text',
      name: at === 0 ? 'find' : `find_${at + 1}`,
      description: 'What to look for in the picture',
    },
    places: same,
  }));
}

/** Whether a text is such a search, or leads only to negative prompts. */
function isOther(exported: Exported, { node }: Place): boolean {
  if (LOOKS.test(exported.className(node))) return true;
  const uses = exported.usesOf(node);
  const isAway = ({ input }: Place) => SIDES.negative.test(input);
  return SIDES.negative.test(exported.className(node)) || (uses.length > 0 && uses.every(isAway));
}
