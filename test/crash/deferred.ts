import { setImmediate } from 'node:timers/promises';
import { MessageFlags } from 'discord.js';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import { deferrals as WORDS } from '../../src/say/en/progress.ts';
import { allChannels } from './all-channels.ts';
import { LATE, type KillPoint } from './kill-point.ts';
import type { MomentScenario } from './moments.ts';
import { atResume, meanwhile, noted, transition, type Scenario } from './play.ts';
import { REQUEST_PHASES, type Route } from './routes.ts';
import { readRows } from './rows.ts';
import type { CrashStage } from './stage.ts';

const AT_ONCE = 4;
/** Commands look this old when they come, which is too late to answer at once. */
const LATE_MS = '5000';
const DOWNTIME_MS = 4_000;

/** Commands that come so late that each is deferred: public, or for their sender alone. */
function askLate(options = {}) {
  return async (stage: CrashStage): Promise<void> => {
    await Promise.all(Array.from({ length: AT_ONCE }, () => stage.ask(options)));
  };
}

const askPublicly = askLate();
const askPrivately = askLate({ private: true });

/** A point in a request of that kind, or in a later one. */
const at = (route: Route, phase: keyof typeof REQUEST_PHASES, nth = 1): KillPoint => ({
  channel: REQUEST_PHASES[phase],
  facts: { route },
  nth,
});

const PHASES = [
  'before it leaves',
  'when it is sent',
  'when its answer begins',
  'when its answer is read',
] as const;

/** What has to be so whatever the process had come to. */
const kept: Pick<Scenario, 'again' | 'env' | 'inTheEnd'> = {
  env: { [LATE]: LATE_MS },
  again: (stage) =>
    stage.until('answer what was deferred', async () => (await openOnes(stage)).length === 0),
  inTheEnd: requireOneAnswerEach,
};

const FIRST_POINTS: readonly (readonly [string, KillPoint])[] = [
  ...PHASES.flatMap((phase) => [
    [`at the first deferral, ${phase}`, at('callback', phase)] as const,
    [`at the third deferral, ${phase}`, at('callback', phase, 3)] as const,
    [`at the first edit of @original, ${phase}`, at('edit by token', phase)] as const,
    [`at the third edit of @original, ${phase}`, at('edit by token', phase, 3)] as const,
  ]),
  ['once a job is in its transaction', transition('pending', null, 'ready')],
  ['once three jobs are', { ...transition('pending', null, 'ready'), nth: 3 }],
  ['once a job is committed', transition('committed', null, 'ready')],
  ['once three jobs are committed', { ...transition('committed', null, 'ready'), nth: 3 }],
  ['once a message is known', noted('message')],
];

/** How the bot comes to each moment around a deferral. */
export const DEFERRED_SCENARIOS: Readonly<Record<string, MomentScenario>> = Object.fromEntries([
  ...FIRST_POINTS.flatMap(([name, point]) => [
    [`${name}, for all to see`, { ...kept, point, play: meanwhile(askPublicly) }] as const,
    [`${name}, for one member`, { ...kept, point, play: meanwhile(askPrivately) }] as const,
  ]),
  // The process that comes back dies as well, while it ends what was deferred.
  ...(['look by token', 'delete by token', 'follow up'] as const).flatMap((route) =>
    PHASES.map(
      (phase) => [`at the next start: ${route}, ${phase}`, again(at(route, phase))] as const,
    ),
  ),
  ...PHASES.map(
    (phase) =>
      [
        `at the next start: edit by token, ${phase}`,
        again(at('edit by token', phase), askPrivately),
      ] as const,
  ),
]);

function again(point: KillPoint, act = askPublicly): MomentScenario {
  const first = at('callback', 'when its answer is read', AT_ONCE);
  return { ...kept, point, play: atResume(first, DOWNTIME_MS, act) };
}

/** What a member sees of a command. */
function seen(stage: CrashStage, { id }: SandboxInteraction) {
  return allChannels(stage)
    .flatMap((channel) => stage.discord.messages(channel))
    .filter((message) => message.interaction_metadata?.id === id);
}

const isThinking = ({ flags }: { readonly flags: number }) => (flags & MessageFlags.Loading) !== 0;

/** The commands that still show "thinking…", or have a deferral's row. */
async function openOnes(stage: CrashStage): Promise<readonly SandboxInteraction[]> {
  const rows = await stage.database.use((trx) =>
    trx.selectFrom('deferrals').select('interactionId').execute(),
  );
  const deferred = new Set(rows.map(({ interactionId }) => interactionId));
  return stage.asked.filter(
    (interaction) => deferred.has(interaction.id) || seen(stage, interaction).some(isThinking),
  );
}

/** Whether Discord got a first answer by now. */
function isHeard({ answered }: SandboxInteraction): Promise<boolean> {
  const yes = answered.then(
    () => true,
    () => false,
  );
  return Promise.race([yes, setImmediate(false)]);
}

/**
 * Each command became one job, or was told that it did not. One that Discord never heard of is told of by Discord.
 *
 * @throws Error that names the others.
 */
async function requireOneAnswerEach(stage: CrashStage): Promise<void> {
  const { jobs } = await readRows(stage.database);
  const heard = await Promise.all(stage.asked.map(isHeard));
  const breaches = stage.asked.flatMap((interaction, nth) => {
    const messages = seen(stage, interaction);
    const made = jobs.filter(({ interactionId }) => interactionId === interaction.id).length;
    const told = messages.filter(({ content }) => content === WORDS.restarted).length;
    const isOne = made === 1 ? told === 0 : told >= 1;
    const isUnheard = made === 0 && messages.length === 0 && !heard[nth];
    if ((isOne || isUnheard) && !messages.some(isThinking)) return [];
    return [`${interaction.id} became ${made} jobs, was told ${told} times of ${messages.length}`];
  });
  if (stage.asked.length < AT_ONCE) breaches.push(`${stage.asked.length} were asked`);
  if (breaches.length > 0) throw new Error(breaches.join('\n'));
}
