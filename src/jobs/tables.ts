import type { Generated } from 'kysely';

/** The database's tables as Kysely sees them: columns in camel case, JSON as text. */
export interface Tables {
  jobs: JobsTable;
  jobEvents: JobEventsTable;
  consents: ConsentsTable;
}

export interface JobsTable {
  id: string;
  interactionId: string;
  answeredInteractionId: string;
  interactionToken: string | null;
  tokenExpiresAt: number;
  guildId: string;
  channelId: string;
  messageId: string | null;
  postingAt: number | null;
  ephemeral: number;
  userId: string;
  state: string;
  revision: Generated<number>;
  shownRevision: Generated<number>;
  undeliverableAt: number | null;
  settings: string;
  models: string;
  usesFace: number;
  attachment: string | null;
  face: Buffer | null;
  retryOf: string | null;
  attempt: Generated<number>;
  runpodEndpointId: string | null;
  runpodId: string | null;
  remoteOpen: Generated<number>;
  createdAt: number;
  acceptedAt: number | null;
  readyAt: number | null;
  retryAt: number | null;
  submittedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  delayMs: number | null;
  executionMs: number | null;
  pictures: Generated<string>;
  errorCode: string | null;
  errorFacts: Generated<string>;
  cancelledBy: string | null;
}

export interface JobEventsTable {
  id: Generated<number>;
  jobId: string;
  at: number;
  fromState: string | null;
  toState: string;
  cause: string;
}

export interface ConsentsTable {
  id: Generated<number>;
  jobId: string;
  userId: string;
  guildId: string;
  givenAt: number;
  givenBy: string;
  wordingVersion: number;
  wording: string;
  pictureSha256: string | null;
}
