import { ApplicationCommandType } from 'discord.js';
import type { Command } from '../src/discord/entry/command.ts';
import type { Card, CardField } from '../src/discord/render/card.ts';
import { BotError } from '../src/errors/errors.ts';
import { explain } from '../src/errors/explain.ts';
import { say } from '../src/say/say.ts';
import type { HealthWatch } from '../src/jobs/health-watch.ts';
import { JOB_STATES } from '../src/record/job/job.ts';
import { IN_SERVERS } from '../src/discord/entry/in-servers.ts';
import type { Services } from './services.ts';

/** `/status`: the endpoint's workers and queue, and the bot's own jobs by state. */
export const status: Command<Services> = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'status',
    description: 'The GPU workers, the queue, and the jobs of this bot',
    ...IN_SERVERS,
  },
  execute: (_interaction, services) =>
    Promise.resolve({ kind: 'later', message: () => statusCard(services) }),
};

async function statusCard({ health, log }: Services): Promise<Card> {
  const counts = await log.jobs.countByState();
  const jobs = JOB_STATES.flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [`${count} ${state.replace('_', ' ')}`];
  });
  const fields = [
    ...(await endpointFields(health)),
    { name: "This bot's jobs", value: jobs.join(' · ') || 'none yet' },
  ];
  return { title: 'Status', fields };
}

async function endpointFields(health: HealthWatch): Promise<CardField[]> {
  try {
    const { workers, jobs } = await health.latest();
    const { inQueue, inProgress } = jobs;
    return [
      { name: 'Workers', value: countsOf(workers) },
      { name: "RunPod's queue", value: countsOf({ inQueue, inProgress }) },
    ];
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return [{ name: 'Workers', value: Object.values(explain(error, say())).join(' ') }];
  }
}

/** `2 idle · 1 running`, in RunPod's own words. */
function countsOf(counts: Readonly<Record<string, number | undefined>>): string {
  const known = Object.entries(counts).flatMap(([name, count]) =>
    count === undefined ? [] : [`${count} ${name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)}`],
  );
  return known.join(' · ') || 'not told';
}
