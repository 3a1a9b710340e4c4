import { ApplicationCommandType } from 'discord.js';
import type { Card } from '../src/discord/cards/card.ts';
import { helpCard, type HelpFacts, helpSection } from '../src/discord/cards/help-card.ts';
import { type Feature, EVERYWHERE, on } from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import {
  lackingPermissions,
  isOperator,
  moderates,
  type Operators,
  PICTURE_PERMISSIONS,
} from '../src/discord/interactions/permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import type { ModerationRoles } from '../src/moderation/sql/server-settings.ts';
import { checkpointFor } from '../src/policy/checkpoints.ts';
import { text } from '../src/recipes/text.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { say } from '../src/say/say.ts';
import { type GenerationCommand, needsPerson } from './generation-commands.ts';
import {
  isAgeRestrictedHere,
  type ChannelNeeds,
  type ModelNeeds,
  modelsFor,
  type ServiceNeeds,
} from './requirements.ts';

interface Needs extends ServiceNeeds, ModelNeeds, ChannelNeeds, Operators {
  readonly moderationRoles: ModerationRoles;
  /** Limits for members and servers. 0 means none. */
  readonly limits: HelpFacts['limits'];
}

/** A generation command and its definition. */
type Making = Required<Pick<Feature<never>, 'command'>> & {
  readonly generationCommand: GenerationCommand;
};

/** The command that only the bot's operators can use. */
const OF_OPERATORS = 'workflow';

/** The registered commands: generation commands, and the others. */
export interface Offered {
  readonly making: readonly Making[];
  readonly others: readonly Feature<never>[];
}

/** `/help`: how to begin, the commands, and what this server and channel allow. */
export const help = (offered: Offered): Feature<Needs> => ({
  command: {
    definition: inEveryLanguage((words) => ({
      type: ApplicationCommandType.ChatInput,
      name: 'help',
      description: words.commands.help,
      ...EVERYWHERE,
    })),
    execute: async (interaction, services) => ({
      kind: 'quiet',
      message: await helpFor(interaction, { offered }, services),
    }),
  },
  buttons: [
    /** Replaces the answer by one of its sections, or by how to begin. */
    on('person', 'help', async (interaction, { name }, services) => ({
      kind: 'replaced',
      message: await helpFor(interaction, { offered, name }, services),
    })),
  ],
});

interface Shown {
  readonly offered: Offered;
  /** The section's, in a custom id. */
  readonly name?: string | undefined;
}

async function helpFor(
  interaction: InteractionBase,
  { offered: { making, others }, name }: Shown,
  services: Needs,
): Promise<Card> {
  const ageRestricted = await isAgeRestrictedHere(interaction, services);
  const isHere = ({ generationCommand }: Making) =>
    isMadeIn(ageRestricted, generationCommand, services);
  const isModerator = await moderates(interaction, services);
  const facts: HelpFacts = {
    generationCommands: making.filter(isHere).map(({ command }) => command.definition),
    elsewhere: making.filter((one) => !isHere(one)).map(({ command }) => command.definition.name),
    // Commands for server managers are of no use to other members.
    others: others
      .flatMap(({ command }) => command?.definition ?? [])
      .filter((one) => isModerator || one.default_member_permissions === undefined)
      .filter((one) => one.name !== OF_OPERATORS || isOperator(interaction, services)),
    inMenus: others.flatMap(({ messageCommand }) => messageCommand?.definition.name ?? []),
    lacks: lackingPermissions(interaction.appPermissions, PICTURE_PERMISSIONS),
    ageRestricted,
    faces: services.faces,
    model: ownModel(making, ageRestricted, services),
    limits: services.limits,
  };
  const shown = { person: interaction.user.id, section: helpSection(name) };
  return helpCard(facts, shown, say(interaction.locale));
}

/** Whether a command can make pictures here, for any member. */
function isMadeIn(
  ageRestricted: boolean,
  { recipe, key }: GenerationCommand,
  services: ModelNeeds & Pick<ServiceNeeds, 'destinations'>,
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
  making: readonly Making[],
  ageRestricted: boolean,
  { models }: ModelNeeds,
): string | undefined {
  const isUsed = making.some(
    ({ generationCommand }) => generationCommand.recipe.rating === 'by_checkpoint',
  );
  if (!isUsed) return undefined;
  const choice = checkpointFor({ face: false, ageRestricted }, models.checkpoints);
  return choice.kind === 'use' ? choice.checkpoint : undefined;
}
