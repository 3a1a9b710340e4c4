import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { NOTIFY_WITHIN_MS } from '../../src/discord/sync/end-replies.ts';
import { readRows, type JobRow, type Rows } from './rows.ts';
import { allChannels } from './all-channels.ts';
import type { CrashStage } from './stage.ts';

/** The replies that tell of ends, over all channels. */
function repliesOf(stage: CrashStage): readonly Message[] {
  return allChannels(stage).flatMap((channel) =>
    stage.discord
      .messages(channel)
      // What answers a press on a message replies to it too.
      .filter((one) => one.message_reference && !one.interaction_metadata),
  );
}

/** Whether the bot set out to tell of a job's end, and has yet to find out what came of it. */
export function isBeingTold({ tellingAt, toldAt, finishedAt }: JobRow, now: number): boolean {
  const isRecent = now - (finishedAt ?? 0) <= NOTIFY_WITHIN_MS;
  return tellingAt !== null && toldAt === null && isRecent;
}

/** Nobody is told twice of a job's end, nor by a reply that its row does not know. */
export function toldBreaches(stage: CrashStage, { jobs }: Rows): string[] {
  const replies = repliesOf(stage);
  const orphans = replies.filter(
    ({ message_reference: to }) => !jobs.some(({ messageId }) => messageId === to?.message_id),
  );
  const wrong = jobs.filter((row) => {
    const ids = replies.flatMap(({ id, message_reference: to }) =>
      row.messageId !== null && to?.message_id === row.messageId ? [id] : [],
    );
    if (row.toldAt === null) return ids.length > 1;
    return ids.join() !== (row.toldMessageId ?? '');
  });
  return [
    ...orphans.map(({ id }) => `reply ${id} tells of no job`),
    ...wrong.map(({ id }) => `the end of job ${id} is told other than its row says`),
  ];
}

/** @throws Error where the one job's requester was not told of its end, or more than once. */
export async function toldOnce(stage: CrashStage): Promise<void> {
  const [row] = (await readRows(stage.database)).jobs;
  const told = repliesOf(stage).map(({ id }) => id);
  if (told.length !== 1 || told[0] !== row?.toldMessageId) {
    throw new Error(
      `told by ${told.join(', ') || 'nothing'}, not by ${String(row?.toldMessageId)}`,
    );
  }
}
