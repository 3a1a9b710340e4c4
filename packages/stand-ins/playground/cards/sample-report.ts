import type { Report } from '../../../../src/moderation/report.ts';
import { ASKED_AT } from './sample-job.ts';

/** A report of the sample job's picture, an open one that nobody was told of but for `parts`. */
export function sampleReport(parts: Partial<Report> = {}): Report {
  return {
    id: 'r7w4n2pq',
    jobId: 'k3f9x2ab',
    guildId: '300000000000000001',
    reporterId: '400000000000000009',
    reason: 'sexual',
    effect: 'hide',
    reportedAt: ASKED_AT,
    channelId: undefined,
    messageId: undefined,
    revision: 1,
    shownRevision: 0,
    undeliverableAt: undefined,
    decision: undefined,
    decidedBy: undefined,
    decidedAt: undefined,
    ...parts,
  };
}
