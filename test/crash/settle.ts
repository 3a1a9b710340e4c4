import { isTerminal } from '../../src/jobs/job.ts';
import { jobState } from '../../src/jobs/row.ts';
import { isEnding } from '../../src/sandbox/runpod/job.ts';
import { historyOf, readRows, type JobRow } from './rows.ts';
import type { CrashStage } from './stage.ts';

/**
 * Resolves once the bot answers people and nothing is left to be done: every job is over, shown and over at RunPod too.
 * Questions that nobody answered are answered with Cancel. @throws Error that names what is stuck.
 */
export async function settle(stage: CrashStage): Promise<void> {
  const pressed = new Set<string>();
  const look = async () => {
    const rows = (await readRows(stage.database)).jobs.filter(isUnsettled);
    for (const { state, id, messageId } of rows) {
      const question = messageId === null ? undefined : stage.discord.message(messageId);
      if (state !== 'awaiting_consent' || !question || pressed.has(id)) continue;
      if (await stage.pressOn(question, 'Cancel')) pressed.add(id);
    }
    return rows.length === 0;
  };
  await stage.answers();
  try {
    await stage.until('finish its jobs', look);
  } catch (cause) {
    const rows = await readRows(stage.database);
    const stuck = rows.jobs
      .filter(isUnsettled)
      .map((row) => describe(row, historyOf(rows, row.id)));
    throw new Error(`stuck: ${stuck.join('\n')}`, { cause });
  }
  await stage.until('leave no job at RunPod', () =>
    stage.runpod.jobs.every((job) => isEnding(job.status) || job.deletedAt !== undefined),
  );
}

function isUnsettled(row: JobRow): boolean {
  const shown = row.shownRevision >= row.revision || row.undeliverableAt !== null;
  return !isTerminal(jobState.parse(row.state)) || !shown || row.remoteOpen === 1;
}

function describe(row: JobRow, history: string): string {
  const { id, state, shownRevision, revision, remoteOpen, attempt } = row;
  return `${id} ${state}, shown ${shownRevision} of ${revision}, open ${remoteOpen}, attempt ${attempt}: ${history}`;
}
