import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type APIApplicationCommandBasicOption,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import { consentAbout } from '../../comfy/consent-about.ts';
import type { Recipe } from '../../comfy/recipe.ts';
import { say } from '../../say/say.ts';
import { own } from './own.ts';
import { optionDefinitions } from './recipe-options.ts';

/** By which somebody says that they may use the pictures that they send. */
export const CONSENT_OPTION = 'consent';

/** By which somebody names a preset, and by which they say that a job is theirs alone, and its pictures covered. */
export const PRESET_OPTION = 'preset';
export const PRIVATE_OPTION = 'private';
export const SPOILER_OPTION = 'spoiler';
/** How many options a command has at most, by Discord's documentation. */
const MOST_OPTIONS = 25;

/** Options of a command besides its recipe's own, those first that matter most where there is little room. */
const BESIDES = [PRESET_OPTION, PRIVATE_OPTION, SPOILER_OPTION] as const;
export type BesidesOption = (typeof BESIDES)[number];

/** As long as a preset's name may be, in characters. */
export const LONGEST_PRESET_NAME = 32;

/**
 * A recipe as Discord offers it: its options, one for consent where it takes pictures of people, and those
 * that every command has where there is room. One of adult-rated models is offered in age-restricted channels only.
 * `name`: where it is not its own.
 */
export function recipeDefinition(
  { command = '', description = command, options, person, rating }: Recipe,
  name: string = command,
): RESTPostAPIChatInputApplicationCommandsJSONBody & {
  readonly options: APIApplicationCommandBasicOption[];
} {
  const consent: APIApplicationCommandBasicOption = {
    type: ApplicationCommandOptionType.Boolean,
    name: CONSENT_OPTION,
    description: say().consent[consentAbout(options)].wording,
  };
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    description: own(say().commands, command) ?? description,
    options: [
      ...optionDefinitions(options),
      ...(person ? [consent] : []),
      ...optionsBesides({ options, person }).map(besidesOption),
    ],
    ...(rating === 'adult' && { nsfw: true }),
  };
}

/** Those that a recipe's command has besides: there is room for them, and it has none of its own of that name. */
export function optionsBesides({
  options,
  person,
}: Pick<Recipe, 'options' | 'person'>): readonly BesidesOption[] {
  const count = Object.keys(options).length + (person ? 1 : 0);
  const free = BESIDES.filter((name) => !Object.hasOwn(options, name));
  return free.slice(0, Math.max(0, MOST_OPTIONS - count));
}

/** One of them as Discord offers it. */
export function besidesOption(name: BesidesOption): APIApplicationCommandBasicOption {
  if (name === PRESET_OPTION) {
    return {
      type: ApplicationCommandOptionType.String,
      name,
      description: say().presets.option,
      autocomplete: true,
      min_length: 1,
      max_length: LONGEST_PRESET_NAME,
    };
  }
  const description = say().options[name];
  return { type: ApplicationCommandOptionType.Boolean, name, description };
}
