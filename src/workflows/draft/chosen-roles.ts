import { MODEL_FILE, modelFolder } from '../../comfy/model-folders.ts';
import { MOST_CHOICES } from '../../recipes/command-definition.ts';
import { fileWays, type FileWays, type Place as KnownPlace, namesFile } from '../value-flow.ts';
import type { Chosen } from './app-mode.ts';
import { distinctPlaces, type Exported, type Place, placeKey } from './exported.ts';
import { calledBy } from './loras.ts';
import {
  freeName,
  isReadable,
  ownRange,
  plainName,
  type Role,
  type RoleEntry,
  setsSeveral,
  withMask,
} from './role.ts';

/** The roles of the inputs that an author chose. */
export interface ChosenRoles {
  readonly roles: readonly Role[];
  /** Inputs that members cannot set, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Assigns a role to each input that a workflow's author chose: the sampler's positive text is the
 * prompt, for example. An input without a known role keeps the author's name.
 */
export function chosenRoles(
  exported: Exported,
  chosen: readonly Chosen[],
  known: readonly Role[],
): ChosenRoles {
  const ways = fileWays(exported);
  // The author's part of several inputs is an option of its own.
  const whole = known.filter((role) => !setsSeveral(role));
  const byPlace = new Map(whole.flatMap((role) => role.places.map((one) => [placeKey(one), role])));
  const roles: Role[] = [];
  const notes: string[] = [];
  const made = new Map<Role, number>();
  for (const one of chosen) {
    const [place] = one.places;
    if (!place) continue;
    const role = byPlace.get(placeKey(place));
    const before = role && made.get(role);
    if (role && before !== undefined) {
      // The same text in two inputs is one option.
      const places = [...(roles[before]?.places ?? []), ...one.places];
      roles[before] = { entry: roles[before]?.entry ?? role.entry, places: distinctPlaces(places) };
      continue;
    }
    if (role) made.set(role, roles.length);
    const at = knownPlace(exported, place);
    const choices = one.choices && choicesAt(at, one.choices);
    // If only some values are allowed, it is a choice, whatever else it could be.
    const isKnown = role && (!choices || role.entry.choices);
    const entry = isKnown
      ? {
          ...role.entry,
          ...labelledByAuthor(role, one),
          ...saidOf(one, role),
          ...(choices && { choices }),
        }
      : ownEntry(at, one, roles, ways);
    if (entry) roles.push({ entry, places: one.places });
    else notes.push(leftOut(at));
  }
  return { roles, notes };
}

function knownPlace(exported: Exported, place: Place): KnownPlace {
  const [className, takes] = [exported.className(place.node), exported.takes(place)];
  return { ...place, className, takes, now: exported.value(place) };
}

function leftOut({ node, input, className, now }: KnownPlace): string {
  const why =
    typeof now === 'string'
      ? 'names a file or an address, which nobody may write'
      : 'is nothing that people can fill in';
  return `${input} of node ${node} (${className}) ${why}: it stays as it was exported.`;
}

/** A picture without another description gets the author's name. */
function labelledByAuthor(
  { entry: { type, description = '' }, mask }: Role,
  { name = '' }: Chosen,
) {
  const isPicture = type === 'image' || type === 'mask';
  const words = name.replace(/_+/g, ' ').trim();
  const isOwn = isPicture && isReadable(words) && !/^(image|mask)$/i.test(words);
  return isOwn && /^(A (picture|mask|pose|sketch|depth map)|Outlines)/.test(description)
    ? { description: withMask(words, mask) }
    : {};
}

/** The author's texts, in place of the usual ones. */
function saidOf(
  { name = '', description = '', min, max }: Chosen,
  { mask }: Partial<Role> = {},
): Partial<RoleEntry> {
  const says = isReadable(description) && plainName(description) !== plainName(name);
  return {
    ...(says && { description: withMask(description, mask) }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

/** An entry for an input of which only its type is known. */
function ownEntry(
  at: KnownPlace,
  chosen: Chosen,
  others: readonly Role[],
  ways: FileWays,
): RoleEntry | undefined {
  const { takes, now, input } = at;
  const named = {
    name: freeName(chosen.name ?? input, input, others),
    ...saidOf(chosen),
  };
  if (takes?.picture === true) return { type: 'image', ...named };
  if (typeof now === 'string' && namesFile(at) !== undefined) {
    const type = modelType(at, now);
    return type && { type, ...named, choices: choicesAt(at, chosen.choices ?? [now]) };
  }
  if (chosen.choices) {
    if (ways.picture(at)) return undefined;
    return { type: 'choice', ...named, choices: choicesAt(at, chosen.choices) };
  }
  switch (takes?.type ?? typeof now) {
    case 'INT':
      return { type: 'integer', ...ownRange(Number(now), takes), ...named };
    case 'FLOAT':
    case 'number':
      return { type: 'number', ...ownRange(Number(now), takes), ...named };
    case 'BOOLEAN':
    case 'boolean':
      return { type: 'boolean', ...named };
    case 'COMBO':
      return { type: 'choice', ...named, choices: someChoices(takes?.options ?? [now], now) };
    case 'STRING':
    case 'string':
      if (ways.file(at)) return undefined;
      return isPrompt(plainName(chosen.name ?? input), others)
        ? { type: 'prompt' }
        : { type: 'text', ...named };
    default:
      return undefined;
  }
}

/** The author's choices, as far as the node accepts them. */
function choicesAt(at: KnownPlace, values: readonly string[]): NonNullable<RoleEntry['choices']> {
  const some = someChoices(values, at.now);
  const type = at.takes?.type;
  if (type === 'INT' || type === 'FLOAT') {
    return some.map((name) => ({ name, value: Number(name) }));
  }
  if (namesFile(at) === undefined) return some;
  const names = some.map(calledBy);
  return new Set(names).size < some.length
    ? some
    : some.map((value) => ({ name: calledBy(value), value }));
}

/** The entry type for a model file. */
function modelType({ className, input }: KnownPlace, now: string): 'lora' | 'model' | undefined {
  const folder = modelFolder(className, input);
  if (folder === undefined && !MODEL_FILE.test(now)) return undefined;
  return folder === 'loras' || /lora/i.test(input) ? 'lora' : 'model';
}

/** Whether this is the prompt: it is named so, and no other role is. */
function isPrompt(name: string, others: readonly Role[]): boolean {
  return /^(positive_?)?prompt$/.test(name) && !others.some(({ entry }) => entry.type === 'prompt');
}

/** The most popular values, for lists that are too long to offer. */
const COMMON: ReadonlySet<string> = new Set([
  'euler',
  'euler_ancestral',
  'heun',
  'dpm_2',
  'dpm_2_ancestral',
  'lms',
  'dpmpp_2s_ancestral',
  'dpmpp_sde',
  'dpmpp_2m',
  'dpmpp_2m_sde',
  'dpmpp_3m_sde',
  'ddim',
  'uni_pc',
  'lcm',
  'res_multistep',
  'er_sde',
]);

/** As many values of a list as can be offered, including the current one. */
function someChoices(options: readonly unknown[], now: unknown): readonly string[] {
  const all = [...new Set(options.map(String))];
  const chosen = String(now);
  if (all.length <= MOST_CHOICES)
    return all.includes(chosen) ? all : [chosen, ...all].slice(0, MOST_CHOICES);
  const common = all.filter((one) => COMMON.has(one));
  const some = common.length > 0 ? common : all;
  return [...new Set([chosen, ...some])].slice(0, MOST_CHOICES);
}
