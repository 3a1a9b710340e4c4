import { z } from 'zod';
import { REPORT_EFFECTS, REPORT_REASONS } from '../policy/report-reasons.ts';
import { maybe } from '../store/tables.ts';

const decisions = z.enum(['removed', 'restored']);
export type Decision = z.infer<typeof decisions>;

const reportSchema = z
  .object({
    id: z.string(),
    jobId: z.string(),
    guildId: z.string(),
    reporterId: z.string(),
    reason: z.enum(REPORT_REASONS),
    /** Its effect on the picture until the decision. */
    effect: z.enum(REPORT_EFFECTS),
    reportedAt: z.number(),
    /** The channel of its post, once posted. */
    channelId: maybe(z.string()),
    messageId: maybe(z.string()),
    /** Counts changes of what moderators see. `shownRevision` is the posted one, 0 for none. */
    revision: z.number(),
    shownRevision: z.number(),
    undeliverableAt: maybe(z.number()),
    decision: maybe(decisions),
    decidedBy: maybe(z.string()),
    decidedAt: maybe(z.number()),
  })
  .readonly();

/** A report of a picture. Times are milliseconds since the epoch. */
export type Report = z.infer<typeof reportSchema>;

/** The post of a report in a channel. */
export interface ReportPost {
  readonly channelId: string;
  readonly messageId: string;
}

/** A row of the reports table, checked. @throws ZodError for one that cannot be read. */
export function reportFromRow(row: unknown): Report {
  return reportSchema.parse(row);
}

/** The same, but `undefined` for an unreadable row. */
export function readableReport(row: unknown): Report | undefined {
  return reportSchema.safeParse(row).data;
}

/**
 * Whether it is a member's id. After an erasure, or for a lapsed report, a placeholder stands
 * there.
 */
export function isNamed(personId: string | undefined): personId is string {
  return personId !== undefined && /^\d+$/.test(personId);
}
