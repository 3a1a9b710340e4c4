import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandOptionChoice,
  ApplicationCommandOptionType,
  ApplicationCommandType,
} from 'discord.js';
import type { Card } from '../src/discord/cards/card.ts';
import { optionsCard, optionsForm, presetLines } from '../src/discord/cards/options-card.ts';
import { cut, plainWords } from '../src/discord/cards/text.ts';
import { type Feature, EVERYWHERE, on, type Reply } from '../src/discord/intake/handlers.ts';
import type { PersonCustomId } from '../src/discord/interactions/custom-id.ts';
import type {
  AutocompleteInteraction,
  CommandInteraction,
  InteractionBase,
} from '../src/discord/interactions/interaction.ts';
import { optionsFromForm } from '../src/discord/interactions/option-values.ts';
import { requireModerator } from '../src/discord/interactions/permissions.ts';
import { BotError } from '../src/errors/errors.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import type { Job } from '../src/jobs/job.ts';
import type { ModerationRoles } from '../src/moderation/sql/server-settings.ts';
import type { Preset, PresetOwner } from '../src/privacy/sql/presets.ts';
import {
  LONGEST_CHOICE,
  LONGEST_PRESET_NAME,
  MOST_CHOICES,
} from '../src/recipes/command-definition.ts';
import type { Recipes } from '../src/recipes/recipe.ts';
import { fittingValues, type KeptValues } from '../src/recipes/settings.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { type Catalogue, say } from '../src/say/say.ts';
import {
  bindingOf,
  commandMenus,
  type GenerationCommand,
  generationCommandById,
  generationCommandFor,
} from './generation-commands.ts';
import {
  ownersFor,
  presetChoices,
  presetNamed,
  type PresetNeeds,
} from './request/preset-lookup.ts';
import { requireGuild } from './requirements.ts';

interface Needs extends PresetNeeds {
  readonly generationCommands: readonly GenerationCommand[];
  readonly moderationRoles: ModerationRoles;
  readonly log: JobLog;
  readonly recipes: Recipes;
}

type Kind = PresetOwner['kind'];
type Asking = Pick<InteractionBase, 'user' | 'locale'>;

/** Length limit of a preset's text, in characters. */
const LONGEST_WORDS = 500;
const LONGEST_NEGATIVE = 1500;
/** The length of a job id. */
const LONGEST_ID = 20;

const text = (
  name: string,
  description: string,
  max_length: number,
): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name,
  description,
  max_length,
});

type PresetWords = Catalogue['presets'];

const nameOption = (words: PresetWords): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.String,
  name: 'name',
  description: words.name,
  required: true,
  autocomplete: true,
  min_length: 1,
  max_length: LONGEST_PRESET_NAME,
});

const forServer = (words: PresetWords): APIApplicationCommandBasicOption => ({
  type: ApplicationCommandOptionType.Boolean,
  name: 'for_server',
  description: words.forServer,
});

/**
 * Actions of these menus, for the preset's owner. The custom id holds the preset's number and the
 * kind of owner.
 */
const ACTIONS = {
  person: { command: 'preset', pick: 'preset-pick', set: 'preset-set' },
  server: { command: 'server-preset', pick: 'server-preset-pick', set: 'server-preset-set' },
} as const satisfies Readonly<Record<Kind, object>>;

/** `/preset`, and the menus and forms of its answers. */
export const preset: readonly Feature<Needs>[] = [
  {
    /** `/preset`: a member's named presets, and the server's, which its moderators keep. */
    command: {
      definition: inEveryLanguage(({ presets: words }) => ({
        type: ApplicationCommandType.ChatInput,
        name: 'preset',
        description: words.description,
        ...EVERYWHERE,
        options: [
          {
            type: ApplicationCommandOptionType.Subcommand,
            name: 'save',
            description: words.save,
            options: [
              nameOption(words),
              text('before', words.before, LONGEST_WORDS),
              text('after', words.after, LONGEST_WORDS),
              text('negative_prompt', words.negativePrompt, LONGEST_NEGATIVE),
              {
                type: ApplicationCommandOptionType.String,
                name: 'from',
                description: words.from,
                autocomplete: true,
                max_length: LONGEST_ID,
              },
              forServer(words),
            ],
          },
          {
            type: ApplicationCommandOptionType.Subcommand,
            name: 'list',
            description: words.list,
          },
          {
            type: ApplicationCommandOptionType.Subcommand,
            name: 'delete',
            description: words.delete,
            options: [nameOption(words), forServer(words)],
          },
        ],
      })),
      autocomplete: (interaction, services) =>
        interaction.focused.name === 'from'
          ? jobChoices(interaction, services)
          : presetChoices(interaction, services),
      async execute(interaction, services) {
        switch (interaction.subcommand) {
          case 'save':
            return save(interaction, services);
          case 'list':
            return list(interaction, services);
          case 'delete':
            return remove(interaction, services);
          case undefined:
          default:
            throw new BotError('unknown_action');
        }
      },
    },
  },
  menusOf('person'),
  menusOf('server'),
];

/** The menus and the form of presets of a kind of owner. */
function menusOf(kind: Kind): Feature<Needs> {
  const { command, pick, set } = ACTIONS[kind];
  return {
    selects: [
      on('person', command, async (interaction, id, services) => {
        const preset = await presetOf(kind, interaction, id, services);
        const [chosen] = interaction.values;
        const generationCommand = generationCommandById(services.generationCommands, chosen);
        return { kind: 'replaced', message: presetCard(preset, generationCommand, interaction) };
      }),
      on('person', pick, async (interaction, id, services) => {
        const { name, options: values } = await presetOf(kind, interaction, id, services);
        const generationCommand = generationCommandById(services.generationCommands, id.name);
        const words = say(interaction.locale);
        const asked = {
          id: { ...id, action: set, name: generationCommand.id },
          title: words.presets.title(name),
          table: generationCommand.recipe.options,
          names: interaction.values,
          values,
        };
        return { kind: 'modal', modal: optionsForm(asked, words) };
      }),
    ],
    modals: [
      on('person', set, async (interaction, id, services) => {
        const { owner, name } = await presetOf(kind, interaction, id, services);
        const generationCommand = generationCommandById(services.generationCommands, id.name);
        const options = optionsFromForm(generationCommand.recipe.options, interaction);
        const changes = { name, options, recipe: bindingOf(generationCommand) };
        const preset = await services.presets.save(owner, changes, interaction.user.id);
        return { kind: 'replaced', message: presetCard(preset, generationCommand, interaction) };
      }),
    ],
  };
}

async function save(interaction: CommandInteraction, services: Needs): Promise<Reply> {
  const owner = await ownerOf(interaction, services);
  const job = textOf(interaction, 'from', LONGEST_ID);
  const saved = await services.presets.save(
    owner,
    {
      name: nameOf(interaction),
      before: textOf(interaction, 'before', LONGEST_WORDS),
      after: textOf(interaction, 'after', LONGEST_WORDS),
      negativePrompt: textOf(interaction, 'negative_prompt', LONGEST_NEGATIVE),
      ...(job !== undefined && (await optionsOfJob(job, interaction, services))),
    },
    interaction.user.id,
  );
  return { kind: 'quiet', message: savedCard(saved, interaction, services) };
}

async function list(
  interaction: CommandInteraction,
  { presets, generationCommands }: Needs,
): Promise<Reply> {
  const words = say(interaction.locale);
  const commands = new Map(generationCommands.map(({ key, command }) => [key, command]));
  const owners = ownersFor(interaction);
  const all = await Promise.all(owners.map((owner) => presets.of(owner)));
  return { kind: 'quiet', message: { lines: presetLines(all.flat(), commands, words) } };
}

/** The member's own preset comes before the server's of the same name, as in lookups. */
async function remove(interaction: CommandInteraction, services: Needs): Promise<Reply> {
  const name = nameOf(interaction);
  const isSaid = interaction.options.for_server !== undefined;
  const { owner } = isSaid
    ? { owner: await ownerOf(interaction, services) }
    : await presetNamed(name, interaction, services);
  if (owner.kind === 'server') await requireModerator(interaction, services);
  if (!(await services.presets.remove(owner, name))) throw new BotError('preset_unknown');
  const shown = plainWords(name, LONGEST_PRESET_NAME);
  return { kind: 'quiet', message: { text: [say(interaction.locale).presets.deleted(shown)] } };
}

/** @throws BotError if the member may not change the server's presets. */
async function ownerOf(interaction: CommandInteraction, services: Needs): Promise<PresetOwner> {
  if (interaction.options.for_server !== true) return { kind: 'person', id: interaction.user.id };
  await requireModerator(interaction, services);
  return { kind: 'server', id: requireGuild(interaction) };
}

function nameOf(interaction: CommandInteraction): string {
  const name = textOf(interaction, 'name', LONGEST_PRESET_NAME)?.trim() ?? '';
  // A name of zero-width characters would be invisible.
  if (plainWords(name, LONGEST_PRESET_NAME) !== '') return name;
  throw new BotError('bad_option', { facts: { option: 'name', problem: 'missing' } });
}

/** Discord's client enforces these lengths; a forged request may exceed them. */
function textOf({ options }: CommandInteraction, option: string, max: number): string | undefined {
  const value = options[option];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && Array.from(value).length <= max) return value;
  throw new BotError('bad_option', { facts: { option, problem: 'length', min: 0, max } });
}

/** Options that mean different things in the built-in commands, which share presets. */
const OF_EACH_COMMAND: ReadonlySet<string> = new Set(['denoise']);

/**
 * The options of the member's own job, as far as they are still valid, and its recipe if they only
 * fit that one.
 *
 * @throws BotError `unknown_job` for any other job, or one that cannot be read.
 */
async function optionsOfJob(
  id: string,
  { user }: Pick<InteractionBase, 'user'>,
  { log, recipes }: Pick<Needs, 'log' | 'recipes'>,
): Promise<{ readonly options: KeptValues; readonly recipe: string | undefined }> {
  // Phones capitalise the first letter.
  const job = await log.jobs.findReadable(id.trim().toLowerCase());
  const recipe = job && recipes.get(job.wanted.recipe);
  if (!recipe || job.userId !== user.id || !job.wanted.readable) throw new BotError('unknown_job');
  const options = fittingValues(recipe.options, job.wanted.params);
  const binding = bindingOf(generationCommandFor(recipe, recipe.name));
  if (binding !== undefined) return { options, recipe: binding };
  const forAll = Object.entries(options).filter(([name]) => !OF_EACH_COMMAND.has(name));
  return { options: Object.fromEntries(forAll), recipe: undefined };
}

/** A member's latest jobs whose id or words contain the typed text. */
async function jobChoices(
  { user, focused }: AutocompleteInteraction,
  { log }: Pick<Needs, 'log'>,
): Promise<readonly APIApplicationCommandOptionChoice[]> {
  const typed = focused.value.toLowerCase();
  const latest = await log.jobs.latestOf(user.id, MOST_CHOICES);
  return latest
    .filter((job) => job.wanted.readable && choiceName(job).toLowerCase().includes(typed))
    .map((job) => ({ name: cut(choiceName(job), LONGEST_CHOICE), value: job.id }));
}

function choiceName({ id, wanted }: Job): string {
  return `${id} · ${wanted.prompt.replace(/\s+/g, ' ').trim()}`;
}

/** A saved preset, with menus of the commands it can have options for. */
function savedCard(
  preset: Preset,
  { user, locale }: Asking,
  { generationCommands }: Pick<Needs, 'generationCommands'>,
): Card {
  const words = say(locale);
  const commands = new Map(generationCommands.map(({ key, command }) => [key, command]));
  const action = ACTIONS[preset.owner.kind].command;
  return {
    text: [words.presets.saved(plainWords(preset.name, LONGEST_PRESET_NAME))],
    lines: presetLines([preset], commands, words),
    selects: commandMenus(generationCommands, {
      idOf: (page) => ({ action, person: user.id, index: preset.number, name: String(page) }),
      placeholder: words.presets.chooseCommand,
    }),
  };
}

/** @throws BotError if the member may not change the preset, or it is gone. */
async function presetOf(
  kind: Kind,
  interaction: InteractionBase,
  id: PersonCustomId,
  services: Needs,
): Promise<Preset> {
  if (kind === 'server') await requireModerator(interaction, services);
  const owner = kind === 'server' ? requireGuild(interaction) : interaction.user.id;
  const preset = await services.presets.numbered({ kind, id: owner }, id.index ?? 0);
  if (!preset) throw new BotError('preset_unknown');
  return preset;
}

function presetCard(
  preset: Preset,
  { command, id, recipe }: GenerationCommand,
  { user, locale }: Asking,
): Card {
  const words = say(locale);
  const { title, whatHolds } = words.presets;
  return optionsCard(
    {
      title: title(plainWords(preset.name, LONGEST_PRESET_NAME)),
      about: whatHolds(`\`/${command}\``),
      table: recipe.options,
      values: preset.options,
      pick: {
        action: ACTIONS[preset.owner.kind].pick,
        person: user.id,
        index: preset.number,
        name: id,
      },
      buttons: [],
    },
    words,
  );
}
