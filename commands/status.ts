import { ApplicationCommandType } from 'discord.js';
import type { Card, CardField } from '../src/discord/cards/card.ts';
import { cut, stamp } from '../src/discord/cards/text.ts';
import { type Feature, EVERYWHERE } from '../src/discord/intake/handlers.ts';
import { own } from '../src/engines/record.ts';
import { BotError, explain } from '../src/errors/errors.ts';
import { type Destinations, type Endpoint, titlesOf } from '../src/jobs/destinations.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import { JOB_STATES } from '../src/jobs/job.ts';
import type { DrainOrder } from '../src/operator/drain.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { say, type Catalogue } from '../src/say/say.ts';
import { countProcesses, type Processes } from '../src/store/processes.ts';
import type { Workflows } from '../src/workflows/read-workflows.ts';

/** Endpoints besides the bot's own that fit in a message. */
const MOST_ENDPOINTS = 12;
/** Keeps every endpoint's line within the limit. */
const LONGEST_NAME = 150;
/** How many names of a long list are shown. */
const MOST_NAMES = 20;

interface Needs {
  readonly destinations: Destinations;
  readonly log: JobLog;
  /** The operator's workflows that were skipped because they are invalid. */
  readonly workflows: Pick<Workflows, 'broken'>;
  /** Whether new jobs are refused. */
  readonly drainOrder: Pick<DrainOrder, 'since'>;
  readonly processes: Pick<Processes, 'living'>;
}

/** `/status`: each endpoint's workers and queue, and the bot's own jobs by state. */
export const status: Feature<Needs> = {
  command: {
    definition: inEveryLanguage((words) => ({
      type: ApplicationCommandType.ChatInput,
      name: 'status',
      description: words.commands.status,
      ...EVERYWHERE,
    })),
    execute: ({ locale }, services) => ({
      kind: 'later',
      message: () => statusCard(say(locale), services),
    }),
  },
};

/**
 * The state of RunPod and of the bot's jobs, whether it accepts new ones, and which workflows are
 * broken.
 */
export async function statusCard(
  words: Catalogue,
  { destinations, log, workflows, drainOrder, processes }: Needs,
): Promise<Card> {
  const counts = await log.jobs.countByState();
  const jobs = JOB_STATES.flatMap((state) => {
    const count = counts.get(state);
    return count === undefined ? [] : [words.status.count(count, words.states[state])];
  });
  // The bot's own endpoint comes first.
  const shown = destinations.endpoints.slice(0, MOST_ENDPOINTS + 1);
  const more = destinations.endpoints.length - shown.length;
  const fields = [
    ...(await Promise.all(shown.map((endpoint) => endpointFields(endpoint, words)))).flat(),
    ...(more > 0 ? [{ name: words.status.moreEndpoints(more), value: '…' }] : []),
    { name: words.status.jobs, value: jobs.join(' · ') || words.status.noJobs },
    ...processField(processes, words),
    ...draining(await drainOrder.since(), words),
    ...leftOut(workflows, words),
  ];
  return { title: words.status.title, fields };
}

/** Nothing where only one can run. */
function processField({ living }: Pick<Processes, 'living'>, { status }: Catalogue): CardField[] {
  if (living.length === 0) return [];
  const { running, draining, stopping } = countProcesses({ living });
  const counts = [
    status.running(running),
    ...(draining > 0 ? [status.drainingProcesses(draining)] : []),
    ...(stopping > 0 ? [status.stopping(stopping)] : []),
  ];
  return [{ name: status.processes, value: counts.join(' · ') }];
}

function draining(since: number | undefined, { status }: Catalogue): CardField[] {
  if (since === undefined) return [];
  return [{ name: status.new, value: status.draining(stamp(since)) }];
}

function leftOut({ broken }: Needs['workflows'], { status }: Catalogue): CardField[] {
  if (broken.length === 0) return [];
  const names = broken.slice(0, MOST_NAMES).map(({ name }) => `\`${cut(name, 32)}\``);
  return [{ name: status.leftOut, value: status.leftOutBecause(names) }];
}

async function endpointFields(endpoint: Endpoint, words: Catalogue): Promise<CardField[]> {
  const { status } = words;
  const name = cut(status.endpoint(titlesOf(endpoint)), LONGEST_NAME);
  try {
    const seen = await endpoint.health.latest();
    if (!seen) return [{ name, value: status.publicEndpoint }];
    const { workers, jobs } = seen;
    const { inQueue, inProgress } = jobs;
    const busy = countsOf(workers, status);
    const queue = countsOf({ inQueue, inProgress }, status);
    return endpoint.queue === ''
      ? [
          { name: status.workers, value: busy },
          { name: status.queue, value: queue },
        ]
      : [{ name, value: status.at(busy, queue) }];
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const value = Object.values(explain(error, words)).join(' ');
    return [{ name: endpoint.queue === '' ? status.workers : name, value }];
  }
}

/** `2 idle · 1 running`. Leaves out zeros. */
function countsOf(
  counts: Readonly<Record<string, number | undefined>>,
  words: Catalogue['status'],
): string {
  const known = Object.entries(counts).filter(([, count]) => count !== undefined);
  if (known.length === 0) return words.unknownCount;
  const some = known.flatMap(([name, count = 0]) =>
    count === 0 ? [] : [words.count(count, own<string>(words.counts, name) ?? name)],
  );
  return some.join(' · ') || words.noCount;
}
