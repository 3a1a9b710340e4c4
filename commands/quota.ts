import { ApplicationCommandType } from 'discord.js';
import type { Card } from '../src/discord/cards/card.ts';
import { allowed } from '../src/discord/cards/rules-card.ts';
import { stamp } from '../src/discord/cards/text.ts';
import { type Feature, EVERYWHERE } from '../src/discord/intake/handlers.ts';
import { BotError, explain, type Explanation } from '../src/errors/errors.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import {
  DAY_LIMITS,
  DAY_MS,
  type DayUse,
  isLimitedByDay,
  leftOf,
} from '../src/jobs/sql/day-use.ts';
import { RAISED_LIMITS, raised, sumOf } from '../src/premium/premium.ts';
import type { Entitled } from '../src/premium/sql/credits.ts';
import {
  type Allowance,
  allowanceOf,
  type Rule,
  rulesIn,
  serverAllowance,
} from '../src/rules/rule.ts';
import type { ServerRules } from '../src/rules/sql/server-rules.ts';
import { inEveryLanguage } from '../src/recipes/localized-definition.ts';
import { type Catalogue, say } from '../src/say/say.ts';
import {
  type OutsideNeeds,
  requireGpuTime,
  requireHome,
  type ServiceNeeds,
} from './requirements.ts';

interface Needs extends OutsideNeeds, Pick<ServiceNeeds, 'gpuTime' | 'serverGpuTime'> {
  readonly log: JobLog;
  readonly serverRules: ServerRules;
}

/** `/quota`: what a member, and the server as a whole, can still make today. */
export const quota: Feature<Needs> = {
  command: {
    definition: inEveryLanguage((words) => ({
      type: ApplicationCommandType.ChatInput,
      name: 'quota',
      description: words.rules.quota,
      ...EVERYWHERE,
    })),
    async execute(interaction, services) {
      const { log, serverRules, servers } = services;
      const guildId = requireHome(interaction, { servers });
      const { user, roles, locale } = interaction;
      const catalogue = say(locale);
      const { rules: words } = catalogue;
      const rules = await serverRules.of(guildId);
      const member = { guildId, userId: user.id };
      const { raise, credits } = await log.premiumOf(member);
      const unraised = allowanceOf(rules, { id: user.id, roles, guildId });
      const own = raised(unraised, raise);
      const server = serverAllowance(rules);
      const [refusal, ownLines, serverLines] = await Promise.all([
        refusalNow(member, services, catalogue),
        linesFor(own, () => log.dayUse(member), words),
        linesFor(server, () => log.dayUse({ guildId }), words),
      ]);
      const lines = [...ownLines.map(words.yours), ...serverLines.map(words.ofServer)];
      const others = [...rulesIn(own), ...rulesIn(server)].filter(isNoDayLimit);
      const card: Card = {
        title: words.quotaTitle,
        lines: [
          ...(server.paused ? [words.pausedNow] : []),
          ...(refusal ? [words.refusedNow, `${refusal.what} ${refusal.next}`] : []),
          ...(lines.length === 0 ? [words.unlimited] : [...lines, words.day]),
          ...RAISED_LIMITS.flatMap((limit) => {
            const by = own[limit] === unraised[limit] ? undefined : raise[limit];
            return by === undefined ? [] : [words.premiumAdds(words.allows[limit](by))];
          }),
          ...(credits.length === 0 ? [] : [words.premiumPictures(sumOf(credits))]),
          ...others.map((rule) => words.alsoHere(allowed(rule, words))),
        ],
      };
      return { kind: 'quiet', message: card };
    },
  },
};

/** Why the operator's limits refuse any request of a member now, if they do. */
async function refusalNow(
  { userId, guildId }: Entitled,
  services: Needs,
  catalogue: Catalogue,
): Promise<Explanation | undefined> {
  try {
    await services.log.requireRoomFor({ userId, guildId, count: 1 });
    await requireGpuTime(services, guildId);
    return undefined;
  } catch (error) {
    if (error instanceof BotError) return explain(error, catalogue);
    throw error;
  }
}

function isNoDayLimit({ limit }: Rule): boolean {
  return limit !== 'paused' && !DAY_LIMITS.some((one) => one === limit);
}

async function linesFor(
  allowance: Allowance,
  use: () => Promise<DayUse>,
  words: Catalogue['rules'],
): Promise<readonly string[]> {
  if (!isLimitedByDay(allowance)) return [];
  return leftOf(allowance, await use()).map(({ limit, left, most, since }) => {
    const line = words.left[limit](left, most);
    return since === null || left === most ? line : words.moreFrom(line, stamp(since + DAY_MS));
  });
}
