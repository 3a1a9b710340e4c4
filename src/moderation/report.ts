import { z } from 'zod';
import {
  REPORT_EFFECTS,
  REPORT_REASONS,
  type ReportEffect,
  type ReportReason,
} from '../policy/report-reasons.ts';
import { maybe } from '../store/tables.ts';

export type Decision = 'removed' | 'restored';

/** A report of a picture. Times are milliseconds since the epoch. */
export interface Report {
  readonly id: string;
  readonly jobId: string;
  readonly guildId: string;
  readonly reporterId: string;
  readonly reason: ReportReason;
  /** Its effect on the picture until the decision. */
  readonly effect: ReportEffect;
  readonly reportedAt: number;
  /** The channel of its post, once posted. */
  readonly channelId: string | undefined;
  readonly messageId: string | undefined;
  /** Counts changes of what moderators see. `shownRevision` is the posted one, 0 for none. */
  readonly revision: number;
  readonly shownRevision: number;
  readonly undeliverableAt: number | undefined;
  readonly decision: Decision | undefined;
  readonly decidedBy: string | undefined;
  readonly decidedAt: number | undefined;
}

/** The post of a report in a channel. */
export interface ReportPost {
  readonly channelId: string;
  readonly messageId: string;
}

const reportSchema = z.object({
  id: z.string(),
  jobId: z.string(),
  guildId: z.string(),
  reporterId: z.string(),
  reason: z.enum(REPORT_REASONS),
  effect: z.enum(REPORT_EFFECTS),
  reportedAt: z.number(),
  channelId: maybe(z.string()),
  messageId: maybe(z.string()),
  revision: z.number(),
  shownRevision: z.number(),
  undeliverableAt: maybe(z.number()),
  decision: maybe(z.enum(['removed', 'restored'])),
  decidedBy: maybe(z.string()),
  decidedAt: maybe(z.number()),
});

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
