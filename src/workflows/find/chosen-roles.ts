import { isInputFile, modelFolder } from '../../comfy/model-folders.ts';
import type { Chosen } from './chosen.ts';
import { placeKey, type Exported, type Place } from './exported.ts';
import { freeName, plainName } from './free-name.ts';
import { calledBy } from './loras.ts';
import { ownRange } from './ranges.ts';
import type { Role, RoleEntry } from './role.ts';
import { someChoices } from './some-choices.ts';

/**
 * What a workflow's author chose, each as what it was found to be: where it is the sampler's positive
 * words it is the prompt. What was not found to be anything is called as the author called it.
 */
export function chosenRoles(
  exported: Exported,
  chosen: readonly Chosen[],
  known: readonly Role[],
): readonly Role[] {
  const byPlace = new Map(known.flatMap((role) => role.places.map((one) => [placeKey(one), role])));
  const roles: Role[] = [];
  const made = new Map<Role, number>();
  for (const one of chosen) {
    const [place] = one.places;
    if (!place) continue;
    const role = byPlace.get(placeKey(place));
    const before = role && made.get(role);
    if (role && before !== undefined) {
      // The same words in two places are one option.
      const places = [...(roles[before]?.places ?? []), ...one.places];
      roles[before] = { entry: roles[before]?.entry ?? role.entry, places: once(places) };
      continue;
    }
    if (role) made.set(role, roles.length);
    const choices = one.choices && choicesAt(exported, place, one.choices);
    // Where only some values are meant, it is a choice of these, whatever else it could be.
    const isKnown = role && (!choices || role.entry.choices);
    const entry = isKnown
      ? { ...role.entry, ...saidOf(one), ...(choices && { choices }) }
      : ownEntry(exported, place, one, roles);
    if (entry) roles.push({ entry, places: one.places });
  }
  return roles;
}

function once(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

/** What the author says of it, in place of what is usual. */
function saidOf({ name = '', description = '', min, max }: Chosen): Partial<RoleEntry> {
  const says = description !== '' && plainName(description) !== plainName(name);
  return {
    ...(says && { description: description.slice(0, 100) }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

/** Something that people may set, of which nothing more is known than what its node takes. */
function ownEntry(
  exported: Exported,
  place: Place,
  chosen: Chosen,
  others: readonly Role[],
): RoleEntry | undefined {
  const className = exported.className(place.node);
  const takes = exported.takes(place);
  const now = exported.value(place);
  const named = {
    name: freeName(chosen.name ?? place.input, place.input, others),
    ...saidOf(chosen),
  };
  const folder = modelFolder(className, place.input);
  if (folder !== undefined && typeof now === 'string') {
    const type = folder === 'loras' ? 'lora' : 'model';
    return { type, ...named, choices: choicesAt(exported, place, chosen.choices ?? [now]) };
  }
  if (isInputFile(className, place.input)) return { type: 'image', ...named };
  if (chosen.choices) {
    return { type: 'choice', ...named, choices: choicesAt(exported, place, chosen.choices) };
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
      return isPrompt(plainName(chosen.name ?? place.input), others)
        ? { type: 'prompt' }
        : { type: 'text', ...named };
    default:
      return undefined;
  }
}

/** The values that its author would let people choose from, as its node takes them. */
function choicesAt(
  exported: Exported,
  place: Place,
  values: readonly string[],
): NonNullable<RoleEntry['choices']> {
  const some = someChoices(values, exported.value(place));
  const type = exported.takes(place)?.type;
  if (type === 'INT' || type === 'FLOAT') {
    return some.map((name) => ({ name, value: Number(name) }));
  }
  if (modelFolder(exported.className(place.node), place.input) === undefined) return some;
  const names = some.map(calledBy);
  return new Set(names).size < some.length
    ? some
    : some.map((value) => ({ name: calledBy(value), value }));
}

/** Words that nothing else is the prompt of, and that are called so. */
function isPrompt(name: string, others: readonly Role[]): boolean {
  return /^(positive_?)?prompt$/.test(name) && !others.some(({ entry }) => entry.type === 'prompt');
}
