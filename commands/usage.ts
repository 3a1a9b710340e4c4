import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  PermissionFlagsBits,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
} from 'discord.js';
import {
  CHART_FILE,
  questionNamed,
  TABLE_FILE,
  type Usage,
  usageCard,
  usageChart,
  type UsageGroup,
  type UsageQuestion,
  usageTable,
} from '../src/discord/cards/usage-card.ts';
import {
  type Feature,
  IN_SERVERS,
  on,
  type Reply,
  type ReplyMessage,
} from '../src/discord/intake/handlers.ts';
import type { InteractionBase } from '../src/discord/interactions/interaction.ts';
import {
  isOperator,
  type Operators,
  requireOperator,
  requireServerManager,
} from '../src/discord/interactions/permissions.ts';
import type { Clock } from '../src/engines/clock.ts';
import type { MemberReads } from '../src/engines/member-reads.ts';
import type { Slicing } from '../src/engines/slices.ts';
import { BotError } from '../src/errors/errors.ts';
import type { Chart } from '../src/images/chart.ts';
import type { Logger } from '../src/logger/logger.ts';
import type { Bill, BillDays } from '../src/runpod/billing.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { say } from '../src/say/say.ts';
import { csvOf } from '../src/usage/csv.ts';
import { dayKey, daysOf, GROUPINGS, PERIODS, SHOWN, Tallies } from '../src/usage/figures.ts';
import type { EndedJobs } from '../src/usage/sql/ended-jobs.ts';
import type { GenerationCommand } from './generation-commands.ts';
import { requireGuild } from './requirements.ts';

interface Needs extends Operators {
  readonly endedJobs: Pick<EndedJobs, 'each' | 'unnamedAmong'>;
  /** The price of a GPU second in millionths of a US dollar, if known. */
  readonly gpuSecondMicros: number | undefined;
  /** RunPod's bill for the endpoints in use. Rejects if RunPod does not give it. */
  readonly runpodBill: (
    days: BillDays,
    signal: AbortSignal,
  ) => Promise<{ readonly byDay: Bill; readonly isPublic: boolean }>;
  /** Draws a chart as a PNG. */
  readonly drawChart: (
    chart: Chart,
    run: { readonly person: string; readonly signal: AbortSignal },
  ) => Promise<Buffer>;
  /** A user's name, in a server if one is given; `undefined` if Discord does not answer in time. */
  readonly lookUpName: (userId: string, guildId?: string) => Promise<string | undefined>;
  readonly generationCommands: readonly GenerationCommand[];
  readonly retention: { readonly logRetentionMs: number };
  readonly memberReads: MemberReads;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The Discord definition of `/usage`: offered to server managers. */
const definition: RESTPostAPIChatInputApplicationCommandsJSONBody = inEveryLanguage(
  ({ usage: words }) => ({
    type: ApplicationCommandType.ChatInput,
    name: 'usage',
    description: words.description,
    ...IN_SERVERS,
    default_member_permissions: String(PermissionFlagsBits.ManageGuild),
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'show',
        description: words.show,
        choices: SHOWN.map((value) => ({ name: words.shown[value], value })),
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'by',
        description: words.by,
        choices: GROUPINGS.map((value) => ({ name: words.groupings[value], value })),
      },
      {
        type: ApplicationCommandOptionType.Integer,
        name: 'days',
        description: words.days,
        choices: PERIODS.map((value) => ({ name: words.period(value), value })),
      },
      {
        type: ApplicationCommandOptionType.Boolean,
        name: 'everywhere',
        description: words.everywhere,
      },
    ],
  }),
);

/**
 * `/usage`: charts of what a server made, for its managers, and of all servers, for the operator. Each
 * step checks the right again.
 */
export const usage: Feature<Needs> = {
  command: {
    definition,
    execute: (interaction, services) => {
      const { show, by, days, everywhere } = interaction.options;
      const question: UsageQuestion = {
        shown: SHOWN.find((one) => one === show) ?? 'pictures',
        by: GROUPINGS.find((one) => one === by) ?? 'day',
        days: PERIODS.find((one) => one === days) ?? 30,
        everywhere: everywhere === true,
      };
      return { kind: 'later', message: answering(question, interaction, services) };
    },
  },
  buttons: [
    on('person', 'usage-where', (interaction, { name }, services) =>
      replacing(questionNamed(name), interaction, services),
    ),
  ],
  selects: [
    on('person', 'usage-show', (interaction, { name }, services) => {
      const shown = SHOWN.find((one) => one === interaction.values[0]);
      return replacing(changed(name, shown && { shown }), interaction, services);
    }),
    on('person', 'usage-by', (interaction, { name }, services) => {
      const by = GROUPINGS.find((one) => one === interaction.values[0]);
      return replacing(changed(name, by && { by }), interaction, services);
    }),
    on('person', 'usage-days', (interaction, { name }, services) => {
      const days = PERIODS.find((one) => String(one) === interaction.values[0]);
      return replacing(changed(name, days && { days }), interaction, services);
    }),
  ],
};

/** A question with another choice; `undefined` if either is unknown. */
function changed(
  name: string | undefined,
  change: Partial<UsageQuestion> | undefined,
): UsageQuestion | undefined {
  const question = questionNamed(name);
  return question && change && { ...question, ...change };
}

/** @throws BotError `unknown_action` without a question. */
function replacing(
  question: UsageQuestion | undefined,
  interaction: InteractionBase,
  services: Needs,
): Reply {
  if (!question) throw new BotError('unknown_action');
  return { kind: 'replaced-later', message: answering(question, interaction, services) };
}

/** @throws BotError for members who may not ask that. */
function answering(question: UsageQuestion, interaction: InteractionBase, services: Needs) {
  if (question.everywhere) requireOperator(interaction, services);
  else requireServerManager(interaction);
  const guildId = question.everywhere ? undefined : requireGuild(interaction);
  return () => answer({ question, guildId }, interaction, services);
}

interface Asked {
  readonly question: UsageQuestion;
  /** `undefined`: all servers. */
  readonly guildId: string | undefined;
}

async function answer(
  asked: Asked,
  interaction: InteractionBase,
  services: Needs,
): Promise<ReplyMessage> {
  const { user, locale } = interaction;
  const words = say(locale);
  return services.memberReads.latest('usage', user.id, async (slicing) => {
    const usage = await read(asked, services, slicing);
    const chart = usageChart(usage, words.usage);
    const png = await drawn(chart, { person: user.id, signal: slicing.signal }, services);
    const viewer = {
      person: user.id,
      isOperator: isOperator(interaction, services),
      isDrawn: png !== undefined,
    };
    const table = Buffer.from(csvOf(usageTable(usage, words.usage)));
    return {
      card: usageCard(usage, viewer, words),
      files: [
        ...(png ? [{ name: CHART_FILE, type: 'image/png', data: png }] : []),
        { name: TABLE_FILE, type: 'text/csv', data: table },
      ],
    };
  });
}

/** The chart's PNG. Without it the figures are still there, so `undefined` if it cannot be drawn. */
async function drawn(
  chart: Chart,
  run: { readonly person: string; readonly signal: AbortSignal },
  { drawChart, logger }: Needs,
): Promise<Buffer | undefined> {
  try {
    return await drawChart(chart, run);
  } catch (err) {
    run.signal.throwIfAborted();
    logger.error({ err }, 'a chart could not be drawn');
    return undefined;
  }
}

/** How many commands or members a chart names. */
const MOST_NAMED = 10;

async function read(
  { question, guildId }: Asked,
  services: Needs,
  slicing: Slicing,
): Promise<Usage> {
  const { endedJobs, gpuSecondMicros, clock, retention } = services;
  const now = clock.now();
  const midnights = daysOf(question.days, now);
  const since = midnights[0] ?? now;
  const until = now + 1;
  const tallies = new Tallies(question.by, gpuSecondMicros);
  await endedJobs.each({ guildId, since, until }, tallies.add.bind(tallies), slicing);
  const bill = await billFor(question, { since, until }, services, slicing.signal);
  const keptDays = Math.floor(retention.logRetentionMs / DAY_MS);
  return {
    question,
    total: tallies.total.figures,
    groups: await groupsOf(tallies, { question, guildId, midnights, bill, slicing }, services),
    bill:
      bill === 'missing' ? bill : bill && { dollars: sumOf(bill.byDay), isPublic: bill.isPublic },
    ...(keptDays < question.days && { keptDays }),
  };
}

const DAY_MS = 24 * 60 * 60_000;

type FoundBill = Awaited<ReturnType<Needs['runpodBill']>> | 'missing' | undefined;

async function billFor(
  { shown, everywhere }: UsageQuestion,
  days: BillDays,
  { runpodBill, logger }: Needs,
  signal: AbortSignal,
): Promise<FoundBill> {
  if (shown !== 'money' || !everywhere) return undefined;
  try {
    return await runpodBill(days, signal);
  } catch (err) {
    signal.throwIfAborted();
    logger.warn({ err }, "RunPod's bill could not be read");
    return 'missing';
  }
}

function sumOf(bill: Bill): number {
  return [...bill.values()].reduce((sum, dollars) => sum + dollars, 0);
}

async function groupsOf(
  tallies: Tallies,
  {
    question,
    guildId,
    midnights,
    bill,
    slicing,
  }: Asked & {
    readonly midnights: readonly number[];
    readonly bill: FoundBill;
    readonly slicing: Slicing;
  },
  services: Needs,
): Promise<readonly UsageGroup[]> {
  if (question.by === 'day') {
    const lastBilled = typeof bill === 'object' ? Math.max(...bill.byDay.keys()) : undefined;
    return midnights.map((at) => {
      const key = dayKey(at);
      const figures = tallies.of(key);
      if (typeof bill !== 'object' || lastBilled === undefined) {
        return { kind: 'day', at, key, figures };
      }
      // Bills come late.
      const billed = at > lastBilled ? null : (bill.byDay.get(at) ?? 0);
      return { kind: 'day', at, key, figures, billed };
    });
  }
  const ranked = await tallies.ranked(question.shown, slicing);
  const named =
    question.by === 'command'
      ? ranked.slice(0, MOST_NAMED)
      : await nameable(ranked, services.endedJobs);
  const groups: readonly UsageGroup[] =
    question.by === 'command'
      ? named.map((key) => ({
          kind: 'command',
          name: commandFor(key, services.generationCommands),
          figures: tallies.of(key),
        }))
      : await Promise.all(
          named.map(async (id) => ({
            kind: 'member' as const,
            id,
            name: plainName(await services.lookUpName(id, guildId)),
            figures: tallies.of(id),
          })),
        );
  const others = tallies.others(new Set(named));
  return [...groups, ...(others ? [{ kind: 'others' as const, figures: others }] : [])];
}

/** How many members are looked up at once. */
const LOOKED_UP = 100;

/** The first who may be named. */
async function nameable(
  ranked: readonly string[],
  endedJobs: Needs['endedJobs'],
): Promise<string[]> {
  const named: string[] = [];
  for (let from = 0; from < ranked.length && named.length < MOST_NAMED; from += LOOKED_UP) {
    const some = ranked.slice(from, from + LOOKED_UP);
    const unnamed = await endedJobs.unnamedAmong(some);
    named.push(...some.filter((id) => !unnamed.has(id)));
  }
  return named.slice(0, MOST_NAMED);
}

/** As members type it; a recipe that no command uses by its own name. */
function commandFor(recipe: string, generationCommands: readonly GenerationCommand[]): string {
  const found = generationCommands.find(({ key }) => key === recipe);
  return found ? `/${found.command}` : recipe;
}

/** Names may hold anything: no control characters, and nothing that turns the direction of the text. */
function plainName(name: string | undefined): string | undefined {
  const plain = name?.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '').trim();
  return plain === '' ? undefined : plain;
}
