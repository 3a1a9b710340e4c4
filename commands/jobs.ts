import { ApplicationCommandType } from 'discord.js';
import type { Command } from '../src/discord/entry/command.ts';
import { messageLink } from '../src/discord/render/message-link.ts';
import { quotePrompt } from '../src/discord/render/prompt-text.ts';
import { stamp } from '../src/discord/render/times.ts';
import { phaseOf, type Job, type Phase } from '../src/record/job/job.ts';
import { IN_SERVERS } from '../src/discord/entry/in-servers.ts';
import type { Services } from './services.ts';

const SHOWN = 10;
const PROMPT_LENGTH = 80;

/** `/jobs`: a person's latest jobs, to them alone. */
export const jobs: Command<Services> = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'jobs',
    description: 'Your latest pictures and where they stand',
    ...IN_SERVERS,
  },
  async execute({ user }, { log }) {
    const latest = await log.jobs.latestOf(user.id, SHOWN);
    const lines =
      latest.length === 0
        ? ['You have asked for no picture yet. Try /imagine.']
        : latest.map(lineOf);
    return { kind: 'quiet', message: { lines } };
  },
};

const WORDS: Readonly<Record<Phase, string>> = {
  asking: 'Waiting for your consent',
  waiting: 'Waiting',
  working: 'Working',
  completed: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

function lineOf(job: Job): string {
  const where = job.ephemeral ? `job ${job.id}` : messageLink(job);
  return [
    `**${WORDS[phaseOf(job.state)]}** · ${stamp(job.createdAt)} · ${where}`,
    quotePrompt(job.wanted.prompt.replace(/\s+/g, ' '), PROMPT_LENGTH),
  ].join('\n');
}
