import { z } from 'zod';
import { PHASE_COLOUR } from '../../src/discord/cards/job-lines.ts';
import { isTerminal, JOB_STATES, type JobState, type Phase, phaseOf } from '../../src/jobs/job.ts';
import { moments } from '../../src/store/moments.ts';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import type { Studio } from './studio.ts';
import { readBeside } from './write-beside.ts';

const jobRow = z.object({
  state: z.enum(JOB_STATES),
  visibility: z.string(),
  message_id: z.string().nullable(),
  shown_revision: z.number(),
  revision: z.number(),
});
type JobRow = z.infer<typeof jobRow>;

/** The row of the job that this interaction requested, or that its message answers. */
async function rowOf(
  { databasePath }: Studio,
  { id }: SandboxInteraction,
): Promise<JobRow | undefined> {
  const query = `SELECT state, visibility, message_id, shown_revision, revision FROM jobs
    WHERE interaction_id = ? OR answered_interaction_id = ?`;
  const [row] = await readBeside(databasePath, query, id, id);
  return row === undefined ? undefined : jobRow.parse(row);
}

/** Whether the message shows the latest revision. */
function isShown({ shown_revision: shown, revision }: JobRow): boolean {
  return shown >= revision;
}

/** A bot in another process publishes no moments here. */
const LOOK_EVERY_MS = 100;
const GIVE_UP_AFTER_MS = 120_000;

/** Resolves after the next commit about a job, or when it is time to look again. */
function nextLook(): Promise<void> {
  const channels = [moments.transitionCommitted, moments.noted];
  return new Promise((resolve) => {
    const stop = () => {
      clearTimeout(timeout);
      for (const channel of channels) channel.unsubscribe(stop);
      resolve();
    };
    const timeout = setTimeout(stop, LOOK_EVERY_MS);
    for (const channel of channels) channel.subscribe(stop);
  });
}

async function rowOnce(
  studio: Studio,
  interaction: SandboxInteraction,
  fits: (row: JobRow) => boolean,
): Promise<JobRow> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (;;) {
    const row = await rowOf(studio, interaction);
    if (row && fits(row)) return row;
    if (performance.now() > giveUpAt) throw new Error(`the job is ${JSON.stringify(row)}`);
    await nextLook();
  }
}

/** Whether a message is a job's, whose row may not know it yet. */
const isMessageOf =
  (row: JobRow, interaction: SandboxInteraction) =>
  ({ id, interaction_metadata: answers }: Message): boolean =>
    row.message_id === null ? answers?.id === interaction.id : row.message_id === id;

/** The message of a job, once the row says that it shows how the job ended. */
export async function endedMessage(
  studio: Studio,
  interaction: SandboxInteraction,
): Promise<Message> {
  const row = await rowOnce(studio, interaction, (one) => isTerminal(one.state) && isShown(one));
  return studio.discord.waitFor(isMessageOf(row, interaction));
}

/** The message of a job, once the row says that it shows the pictures. */
export async function completedMessage(
  studio: Studio,
  interaction: SandboxInteraction,
): Promise<Message> {
  const row = await rowOnce(
    studio,
    interaction,
    (one) => one.state === 'completed' && one.visibility === 'shown' && isShown(one),
  );
  return studio.discord.waitFor(isMessageOf(row, interaction));
}

/**
 * The message of a job, once the row is in this state and the message shows the state's phase. While
 * a job runs, its row learns what the message shows only with a later commit.
 */
export async function messageIn(
  studio: Studio,
  interaction: SandboxInteraction,
  state: JobState,
): Promise<Message> {
  const row = await rowOnce(studio, interaction, (one) => one.state === state);
  const isIts = isMessageOf(row, interaction);
  return studio.discord.waitFor(
    (message) => isIts(message) && phaseShown(message) === phaseOf(state),
  );
}

/** The same for a job that a GPU works on. */
export const workingMessage = (studio: Studio, interaction: SandboxInteraction): Promise<Message> =>
  messageIn(studio, interaction, 'running');

const PHASES = new Map<number | undefined, Phase>(
  (Object.keys(PHASE_COLOUR) as Phase[]).map((phase) => [PHASE_COLOUR[phase], phase]),
);

/** The phase that a message shows by its colour. A hidden or removed picture has that of a cancelled job. */
export function phaseShown({ embeds }: Pick<Message, 'embeds'>): Phase | undefined {
  return PHASES.get(embeds[0]?.color);
}

/** Whether a message shows pictures of a completed job. */
export function showsPictures(message: Message): boolean {
  return phaseShown(message) === 'completed' && message.files.length > 0;
}
