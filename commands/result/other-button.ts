import type { ButtonHandler } from '../../src/discord/intake/handlers.ts';
import { BotError } from '../../src/errors/errors.ts';
import { say } from '../../src/say/say.ts';
import { jobAskedHere } from '../job-of-click.ts';
import type { Services } from '../services.ts';
import { panelOf } from './more.ts';

/** A button under a picture that another version of the bot put there: it says so, and what there is instead. */
export const otherButton: ButtonHandler<Services> = async (interaction, id, services) => {
  const job = await jobAskedHere(interaction, id, services);
  if (job.state !== 'completed') throw new BotError('unknown_action');
  const panel = await panelOf(interaction, job, 0, services);
  const { otherVersion } = say(interaction.locale).panel;
  return { kind: 'quiet', message: { ...panel, text: [otherVersion] } };
};
