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

/** By which somebody names a preset, and how many options a command has at most, by Discord's documentation. */
export const PRESET_OPTION = 'preset';
const MOST_OPTIONS = 25;

/** As long as a preset's name may be, in characters. */
export const LONGEST_PRESET_NAME = 32;

/**
 * A recipe as Discord offers it: its options, one for consent where it takes pictures of people, and one
 * for a preset where there is room for it. One
 * of adult-rated models is offered in age-restricted channels only. `name`: where it is not its own.
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
      ...(hasPresetOption({ options, person }) ? [presetOption()] : []),
    ],
    ...(rating === 'adult' && { nsfw: true }),
  };
}

/** Whether a recipe's command has an option for a preset: there is room for one, and none of its own of that name. */
export function hasPresetOption({ options, person }: Pick<Recipe, 'options' | 'person'>): boolean {
  const count = Object.keys(options).length + (person ? 1 : 0);
  return count < MOST_OPTIONS && !Object.hasOwn(options, PRESET_OPTION);
}

export function presetOption(): APIApplicationCommandBasicOption {
  return {
    type: ApplicationCommandOptionType.String,
    name: PRESET_OPTION,
    description: say().presets.option,
    autocomplete: true,
    min_length: 1,
    max_length: LONGEST_PRESET_NAME,
  };
}
