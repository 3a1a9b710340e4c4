import type { Job } from '../../src/jobs/job.ts';
import type { Report } from '../../src/moderation/report.ts';
import type { ReportReason } from '../../src/policy/report-reasons.ts';
import { LogBench } from './log-bench.ts';
import { peopleParts } from './people-parts.ts';

export const REPORTER = '400000000000000002';

/** Pictures, and reports of them. */
export class ReportBench extends LogBench {
  readonly people = peopleParts(this);
  readonly reports = this.people.reports;

  async reported(
    { id: jobId }: Pick<Job, 'id'>,
    reporterId = REPORTER,
    reason: ReportReason = 'sexual',
  ): Promise<Report> {
    const id = `${jobId}-${reporterId}`;
    const filed = await this.reports.file({ id, jobId, reporterId, reason, lapsesAt: 1 });
    if (!filed) throw new Error('it was reported before');
    return filed;
  }

  /** The report as it is now. */
  async now({ id }: Report): Promise<Report> {
    const report = await this.reports.find(id);
    if (!report) throw new Error('there is no such report');
    return report;
  }
}
