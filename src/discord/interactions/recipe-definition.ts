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

/**
 * A recipe as Discord offers it: its options, and one for consent where it takes pictures of people. One
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
    options: [...optionDefinitions(options), ...(person ? [consent] : [])],
    ...(rating === 'adult' && { nsfw: true }),
  };
}
