import { ApplicationCommandType } from 'discord.js';
import { helpCard, type HelpFacts } from '../src/discord/cards/help-card.ts';
import { type Command, IN_SERVERS } from '../src/discord/intake/handlers.ts';
import {
  lackingPermissions,
  moderates,
  TO_SHOW_PICTURES,
} from '../src/discord/interactions/permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import { checkpointFor } from '../src/policy/checkpoints.ts';
import { text } from '../src/recipes/text.ts';
import { say } from '../src/say/say.ts';
import { type GenerationCommand, needsPerson } from './generation-commands.ts';
import { ageRestrictedHere, modelsFor } from './requirements.ts';
import type { Services } from './services.ts';

type Definition = Command<Services>['definition'];

/** The registered commands: generation commands with their definitions, and the others. */
export interface Offered {
  readonly generationCommands: readonly {
    readonly generationCommand: GenerationCommand;
    readonly definition: Definition;
  }[];
  readonly others: readonly Definition[];
  /** The names of the message menu commands. */
  readonly inMenus: readonly string[];
}

/** `/help`: lists the commands and what this server and channel allow. */
export const help = ({ generationCommands, others, inMenus }: Offered): Command<Services> => ({
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'help',
    description: say().commands.help,
    ...IN_SERVERS,
  },
  async execute(interaction, services) {
    const ageRestricted = await ageRestrictedHere(interaction, services);
    const isHere = ({ generationCommand }: Offered['generationCommands'][number]) =>
      isMadeIn(ageRestricted, generationCommand, services);
    const isModerator = await moderates(interaction, services);
    const facts: HelpFacts = {
      generationCommands: generationCommands.filter(isHere).map(({ definition }) => definition),
      elsewhere: generationCommands
        .filter((one) => !isHere(one))
        .map(({ definition }) => definition.name),
      // Commands for server managers are of no use to other members.
      others: others.filter((one) => isModerator || one.default_member_permissions === undefined),
      inMenus,
      lacks: lackingPermissions(interaction.appPermissions, TO_SHOW_PICTURES),
      ageRestricted,
      faces: services.faces,
      model: ownModel(generationCommands, ageRestricted, services),
      limits: services.limits,
    };
    return { kind: 'quiet', message: helpCard(facts, say(interaction.locale)) };
  },
});

/** Whether a command can make pictures here, for any member. */
function isMadeIn(
  ageRestricted: boolean,
  { recipe, key }: GenerationCommand,
  services: Services,
): boolean {
  // The built-in recipes need a face only if the member sends one.
  const needsFace = key !== text.name && needsPerson(recipe);
  try {
    modelsFor(recipe, { face: needsFace, ageRestricted }, services);
    return services.destinations.find(key) !== undefined;
  } catch (error) {
    if (error instanceof BotError) return false;
    throw error;
  }
}

/** The checkpoint of the built-in recipes in this place. */
function ownModel(
  generationCommands: Offered['generationCommands'],
  ageRestricted: boolean,
  { models }: Services,
): string | undefined {
  if (
    !generationCommands.some(
      ({ generationCommand }) => generationCommand.recipe.rating === 'by_checkpoint',
    )
  )
    return undefined;
  const choice = checkpointFor({ face: false, ageRestricted }, models.checkpoints);
  return choice.kind === 'use' ? choice.checkpoint : undefined;
}
