import {
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import type { Command } from '../src/discord/command.ts';
import { messageBody } from '../src/discord/message-payload.ts';
import { explain } from '../src/errors.ts';
import { JOB_STATES } from '../src/jobs/job.ts';
import type { Services } from './services.ts';

/** `/status`: the endpoint's workers and queue, and the bot's own jobs by state. */
export const status: Command<Services> = {
  definition: {
    type: ApplicationCommandType.ChatInput,
    name: 'status',
    description: 'The GPU workers, the queue, and the jobs of this bot',
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: [InteractionContextType.Guild],
  },
  execute: (_interaction, services) =>
    Promise.resolve({ kind: 'later', message: () => statusMessage(services) }),
};

async function statusMessage({ health, log }: Services) {
  const [endpoint, counts] = await Promise.all([health.latest(), log.countByState()]);
  const jobs = JOB_STATES.flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [`${count} ${state.replace('_', ' ')}`];
  });
  return messageBody({
    embeds: [
      {
        title: 'Status',
        fields: [
          { name: 'Workers', value: endpoint ? countsOf(endpoint.workers) : unreachable() },
          ...(endpoint
            ? [
                {
                  name: "RunPod's queue",
                  value: countsOf(endpoint.jobs, ['inQueue', 'inProgress']),
                },
              ]
            : []),
          { name: "This bot's jobs", value: jobs.join(' · ') || 'none yet' },
        ],
      },
    ],
  });
}

function countsOf(counts: Readonly<Record<string, number | undefined>>, only?: string[]): string {
  const known = Object.entries(counts).filter(
    ([name, count]) => count !== undefined && (only?.includes(name) ?? count > 0),
  );
  return (
    known
      .map(
        ([name, count]) => `${count ?? 0} ${name.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)}`,
      )
      .join(' · ') || 'none'
  );
}

function unreachable(): string {
  const { what, next } = explain('service_unreachable');
  return `${what} ${next}`;
}
