import { ApplicationCommandType } from 'discord.js';
import type { Command } from '../src/discord/entry/command.ts';
import type { Card, CardField } from '../src/discord/render/card.ts';
import { BotError } from '../src/errors/errors.ts';
import { explain } from '../src/errors/explain.ts';
import { cut } from '../src/discord/render/prompt-text.ts';
import { say, type Catalogue } from '../src/say/say.ts';
import type { HealthWatch } from '../src/jobs/health-watch.ts';
import { JOB_STATES } from '../src/record/job/job.ts';
import { IN_SERVERS } from '../src/discord/entry/in-servers.ts';
import type { Services } from './services.ts';

/** As many as are shown of a long list. */
const MOST_NAMES = 20;

/** `/status`: the endpoint's workers and queue, and the bot's own jobs by state. */
export const status: Command<Services> = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'status',
    description: say().commands.status,
    ...IN_SERVERS,
  },
  execute: ({ locale }, services) =>
    Promise.resolve({ kind: 'later', message: () => statusCard(say(locale), services) }),
};

async function statusCard(
  words: Catalogue,
  { health, log, brokenWorkflows }: Services,
): Promise<Card> {
  const counts = await log.jobs.countByState();
  const jobs = JOB_STATES.flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [words.status.count(count, words.states[state])];
  });
  const fields = [
    ...(await endpointFields(health, words)),
    { name: words.status.jobs, value: jobs.join(' · ') || words.status.noJobs },
    ...leftOut(brokenWorkflows, words),
  ];
  return { title: words.status.title, fields };
}

function leftOut(workflows: readonly string[], { status }: Catalogue): CardField[] {
  if (workflows.length === 0) return [];
  const names = workflows.slice(0, MOST_NAMES).map((name) => `\`${cut(name, 32)}\``);
  return [{ name: status.leftOut, value: status.leftOutBecause(names) }];
}

async function endpointFields(health: HealthWatch, words: Catalogue): Promise<CardField[]> {
  const { status } = words;
  try {
    const { workers, jobs } = await health.latest();
    const { inQueue, inProgress } = jobs;
    return [
      { name: status.workers, value: countsOf(workers, status) },
      { name: status.queue, value: countsOf({ inQueue, inProgress }, status) },
    ];
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    return [{ name: status.workers, value: Object.values(explain(error, words)).join(' ') }];
  }
}

/** `2 idle · 1 running`, in RunPod's own words. */
function countsOf(
  counts: Readonly<Record<string, number | undefined>>,
  words: Catalogue['status'],
): string {
  const known = Object.entries(counts).flatMap(([name, count]) =>
    count === undefined
      ? []
      : [
          words.count(
            count,
            name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`),
          ),
        ],
  );
  return known.join(' · ') || words.notTold;
}
