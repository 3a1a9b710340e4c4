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
