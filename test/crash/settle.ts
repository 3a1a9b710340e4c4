import { isTerminal } from '../../src/jobs/job.ts';
import { jobState } from '../../src/jobs/sql/job-row.ts';
import { isEnding } from '../../packages/stand-ins/runpod/job.ts';
import { isOverdue, tracesOf } from './check-people.ts';
import { isBeingTold } from './check-told.ts';
import { historyOf, readRows, type JobRow, type Rows } from './rows.ts';
import type { CrashStage } from './stage.ts';

/**
 * Resolves once the bot answers people and nothing is left to be done: every job is over, shown and
 * over at RunPod too, every report is told, and what was to be erased is. Questions that nobody
 * answered are answered with Cancel.
 *
 * @throws Error that names what is stuck.
 */
export async function settle(stage: CrashStage): Promise<void> {
  /** Jobs whose Cancel is not answered yet. If the answer is that it did not work, it is pressed again. */
  const pressed = new Set<string>();
  const look = async () => {
    const all = await readRows(stage.database);
    const rows = unsettled(all);
    const now = stage.clock.now();
    const telling = all.jobs.some((row) => isBeingTold(row, now));
    for (const { state, id, messageId } of rows) {
      const question = messageId === null ? undefined : stage.discord.message(messageId);
      if (state !== 'awaiting_consent' || !question || pressed.has(id)) continue;
      const press = await stage.pressOn(question, 'Cancel');
      if (!press) continue;
      pressed.add(id);
      void press.answered
        .catch(() => undefined)
        .finally(() => {
          pressed.delete(id);
        });
    }
    return rows.length === 0 && untoldReports(all).length === 0 && !telling;
  };
  await stage.answers();
  try {
    await stage.until('finish its jobs', look);
  } catch (cause) {
    const rows = await readRows(stage.database);
    const stuck = [
      ...unsettled(rows).map((row) => describe(row, historyOf(rows, row.id))),
      ...untoldReports(rows).map((report) => JSON.stringify(report)),
    ];
    throw new Error(`stuck: ${stuck.join('\n')}`, { cause });
  }
  await stage.until('leave no job at RunPod', () =>
    stage.runpod.jobs.every((job) => isEnding(job.status) || job.deletedAt !== undefined),
  );
  await forget(stage);
}

/** By now what the write-ahead log holds; it would be out of that when the bot stops. */
async function forget(stage: CrashStage): Promise<void> {
  let traces: readonly string[] = [];
  const look = async () => {
    traces = await tracesOf(stage, await readRows(stage.database));
    return traces.length === 0;
  };
  await stage.until('forget whom it erased', look).catch((cause: unknown) => {
    throw new Error(traces.join('\n'), { cause });
  });
}

function unsettled(rows: Rows): JobRow[] {
  return rows.jobs.filter((row) => isUnsettled(row) || isOverdue(row, rows));
}

function isUnsettled(row: JobRow): boolean {
  const shown = row.shownRevision >= row.revision || row.undeliverableAt !== null;
  const standing = row.erasedAt !== null && row.messageGoneAt === null;
  const open = row.remoteOpen === 1 || row.followDue > 0;
  return !isTerminal(jobState.parse(row.state)) || !shown || open || standing;
}

function untoldReports({ reports, moderationChannels }: Rows) {
  const chosen = new Set(moderationChannels.map(({ guildId }) => guildId));
  return reports.filter(
    (report) =>
      chosen.has(report.guildId) &&
      report.undeliverableAt === undefined &&
      report.shownRevision < report.revision,
  );
}

function describe(row: JobRow, history: string): string {
  const { id, state, driver, messageId, shownRevision, revision, remoteOpen, attempt } = row;
  return `${id} ${state}, driven by ${driver || 'the only process'}, message ${messageId ?? 'unknown'}, shown ${shownRevision} of ${revision}, open ${remoteOpen}, attempt ${attempt}: ${history}`;
}
