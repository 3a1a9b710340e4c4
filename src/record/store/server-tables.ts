import type { Generated } from 'kysely';

export interface ModerationChannelsTable {
  guildId: string;
  channelId: string;
  /** Open reports filed by then are still to be told there. Null once all of them are due there. */
  movingUntil: number | null;
}

/** Roles whose members moderate their server. */
export interface ModerationRolesTable {
  guildId: string;
  roleId: string;
}

/** Servers in which all pictures are covered. */
export interface SpoilerRulesTable {
  guildId: string;
}

/** Servers that have chosen no channel to be told in, though pictures were reported in them. */
export interface ReportsWaitingTable {
  guildId: string;
  /** When somebody who moderates was told so. */
  toldAt: number | null;
}

export interface BlocksTable {
  guildId: string;
  userId: string;
  blockedBy: string;
  blockedAt: number;
}

export interface ReportsTable {
  id: string;
  jobId: string;
  guildId: string;
  reporterId: string;
  reason: string;
  /** What it does to the picture until it is decided. */
  effect: Generated<string>;
  reportedAt: number;
  channelId: string | null;
  messageId: string | null;
  /** Counts what moderators are to see; `shownRevision` is the one that they see. */
  revision: Generated<number>;
  shownRevision: Generated<number>;
  undeliverableAt: number | null;
  decision: string | null;
  decidedBy: string | null;
  decidedAt: number | null;
}

export interface ModerationEventsTable {
  id: Generated<number>;
  guildId: string;
  at: number;
  byUser: string;
  what: string;
  userId: string | null;
  jobId: string | null;
  reportId: string | null;
}
