import { ApplicationCommandType } from 'discord.js';
import type { Card } from '../src/discord/cards/card.ts';
import { type Feature, IN_SERVERS } from '../src/discord/intake/handlers.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import { type DayUse, isLimitedByDay } from '../src/jobs/sql/day-use.ts';
import { type Allowance, allowanceOf, serverAllowance } from '../src/rules/rule.ts';
import type { ServerRules } from '../src/rules/sql/server-rules.ts';
import { type Catalogue, say } from '../src/say/say.ts';
import { requireGuild } from './requirements.ts';

interface Needs {
  readonly log: JobLog;
  readonly serverRules: ServerRules;
}

/** `/quota`: what a member, and the server as a whole, can still make today. */
export const quota: Feature<Needs> = {
  command: {
    definition: {
      type: ApplicationCommandType.ChatInput,
      name: 'quota',
      description: say().rules.quota,
      ...IN_SERVERS,
    },
    async execute(interaction, { log, serverRules }) {
      const guildId = requireGuild(interaction);
      const { user, roles, locale } = interaction;
      const { rules: words } = say(locale);
      const rules = await serverRules.of(guildId);
      const own = allowanceOf(rules, { id: user.id, roles, guildId });
      const [ownLines, serverLines] = await Promise.all([
        linesFor(own, () => log.dayUse({ guildId, userId: user.id }), words),
        linesFor(serverAllowance(rules), () => log.dayUse({ guildId }), words),
      ]);
      const lines = [...ownLines, ...serverLines.map((line) => words.ofServer(line))];
      const card: Card = {
        title: words.quotaTitle,
        lines: lines.length === 0 ? [words.unlimited] : [...lines, words.day],
      };
      return { kind: 'quiet', message: card };
    },
  },
};

async function linesFor(
  allowed: Allowance,
  used: () => Promise<DayUse>,
  words: Catalogue['rules'],
): Promise<readonly string[]> {
  if (!isLimitedByDay(allowed)) return [];
  const { picturesADay, gpuSecondsADay } = allowed;
  const { pictures, gpuMs } = await used();
  const left = (most: number, used: number) => Math.max(0, Math.floor(most - used));
  return [
    ...(picturesADay
      ? [words.picturesLeft(left(picturesADay.value, pictures), picturesADay.value)]
      : []),
    ...(gpuSecondsADay
      ? [words.gpuTimeLeft(left(gpuSecondsADay.value, gpuMs / 1_000), gpuSecondsADay.value)]
      : []),
  ];
}
