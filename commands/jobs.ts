import { ApplicationCommandType } from 'discord.js';
import type { Command } from '../src/discord/entry/command.ts';
import { messageLink } from '../src/discord/render/message-link.ts';
import { quotePrompt } from '../src/discord/render/prompt-text.ts';
import { stamp } from '../src/discord/render/times.ts';
import { phaseOf, type Job } from '../src/record/job/job.ts';
import { IN_SERVERS } from '../src/discord/entry/in-servers.ts';
import { say, type Catalogue } from '../src/say/say.ts';
import type { Services } from './services.ts';

const SHOWN = 10;
const PROMPT_LENGTH = 80;

/** `/jobs`: a person's latest jobs, to them alone. */
export const jobs: Command<Services> = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'jobs',
    description: say().commands.jobs,
    ...IN_SERVERS,
  },
  async execute({ user, locale }, { log }) {
    const words = say(locale);
    const latest = await log.jobs.latestOf(user.id, SHOWN);
    const lines = latest.length === 0 ? [words.jobs.none] : latest.map((job) => lineOf(job, words));
    return { kind: 'quiet', message: { lines } };
  },
};

function lineOf(job: Job, words: Catalogue): string {
  const where = job.ephemeral ? words.job(job.id) : messageLink(job, words);
  return [
    `**${words.jobs.phases[phaseOf(job.state)]}** · ${stamp(job.createdAt)} · ${where}`,
    quotePrompt(job.wanted.prompt.replace(/\s+/g, ' '), PROMPT_LENGTH),
  ].join('\n');
}
