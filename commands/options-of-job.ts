import type { APIApplicationCommandOptionChoice } from 'discord.js';
import { fittingValues, type KeptValues } from '../src/comfy/settable.ts';
import { LONGEST_CHOICE, MOST_CHOICES } from '../src/recipes/command-definition.ts';
import type {
  AutocompleteInteraction,
  InteractionBase,
} from '../src/discord/interactions/interaction.ts';
import { cut } from '../src/discord/cards/text.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Job } from '../src/jobs/job.ts';
import { bindingOf, makerOf } from './maker.ts';
import type { Services } from './services.ts';

/** What means something else by each of the bot's own commands, for all of which such a preset is. */
const OF_EACH_COMMAND: ReadonlySet<string> = new Set(['denoise']);

/**
 * What a job of somebody's own was made with, as far as it fits today, and the recipe where these are options of that one only.
 *
 * @throws BotError `unknown_job` for whatever is no job of theirs, or can no longer be read.
 */
export async function optionsOfJob(
  id: string,
  { user }: Pick<InteractionBase, 'user'>,
  { log, recipes }: Pick<Services, 'log' | 'recipes'>,
): Promise<{ readonly options: KeptValues; readonly recipe: string | undefined }> {
  // A phone begins with a capital.
  const job = await log.jobs.findReadable(id.trim().toLowerCase());
  const recipe = job && recipes.get(job.wanted.recipe);
  if (!recipe || job.userId !== user.id || !job.wanted.readable) throw new BotError('unknown_job');
  const options = fittingValues(recipe.options, job.wanted.params);
  const binding = bindingOf(makerOf(recipe, recipe.name));
  if (binding !== undefined) return { options, recipe: binding };
  const forAll = Object.entries(options).filter(([name]) => !OF_EACH_COMMAND.has(name));
  return { options: Object.fromEntries(forAll), recipe: undefined };
}

/** A person's latest jobs whose id or words hold what was typed so far. */
export async function jobChoices(
  { user, focused }: AutocompleteInteraction,
  { log }: Pick<Services, 'log'>,
): Promise<readonly APIApplicationCommandOptionChoice[]> {
  const typed = focused.value.toLowerCase();
  const latest = await log.jobs.latestOf(user.id, MOST_CHOICES);
  return latest
    .filter((job) => job.wanted.readable && nameOf(job).toLowerCase().includes(typed))
    .map((job) => ({ name: cut(nameOf(job), LONGEST_CHOICE), value: job.id }));
}

function nameOf({ id, wanted }: Job): string {
  return `${id} · ${wanted.prompt.replace(/\s+/g, ' ').trim()}`;
}
