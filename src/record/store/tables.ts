import type { Generated } from 'kysely';
import type { DeferralsTable } from './deferrals-table.ts';
import type { DrainingTable, KeptOutTable } from './operator-tables.ts';
import type {
  DataCopiesTable,
  ErasedPeopleTable,
  ErasuresTable,
  PersonDefaultsTable,
  PersonSettingsTable,
  PosterQuestionsTable,
  PresetsTable,
  SafetyPausesTable,
  SafetyTriesTable,
} from './own-tables.ts';
import type {
  BlocksTable,
  ModerationChannelsTable,
  ModerationEventsTable,
  ModerationRolesTable,
  ReportsTable,
  ReportsWaitingTable,
  SpoilerRulesTable,
} from './server-tables.ts';

/** The database's tables as Kysely sees them: columns in camel case, JSON as text. */
export interface Tables {
  jobs: JobsTable;
  jobEvents: JobEventsTable;
  pictureSources: PictureSourcesTable;
  preparedPictures: PreparedPicturesTable;
  picturePieces: PicturePiecesTable;
  consents: ConsentsTable;
  posterQuestions: PosterQuestionsTable;
  reports: ReportsTable;
  moderationChannels: ModerationChannelsTable;
  moderationRoles: ModerationRolesTable;
  spoilerRules: SpoilerRulesTable;
  reportsWaiting: ReportsWaitingTable;
  blocks: BlocksTable;
  moderationEvents: ModerationEventsTable;
  erasedCounts: ErasedCountsTable;
  line: LineTable;
  jobCounts: JobCountsTable;
  erasures: ErasuresTable;
  dataCopies: DataCopiesTable;
  erasedPeople: ErasedPeopleTable;
  personSettings: PersonSettingsTable;
  personDefaults: PersonDefaultsTable;
  presets: PresetsTable;
  safetyTries: SafetyTriesTable;
  safetyPauses: SafetyPausesTable;
  draining: DrainingTable;
  keptOut: KeptOutTable;
  deferrals: DeferralsTable;
}

export interface JobsTable {
  id: string;
  interactionId: string | null;
  answeredInteractionId: string;
  /** How that interaction was deferred, if it was. */
  deferral: string | null;
  interactionToken: string | null;
  tokenExpiresAt: number;
  guildId: string;
  channelId: string;
  messageId: string | null;
  postingAt: number | null;
  ephemeral: number;
  attachmentSizeLimit: number | null;
  userId: string;
  locale: string | null;
  guildLocale: string | null;
  state: string;
  previousState: string | null;
  revision: Generated<number>;
  shownRevision: Generated<number>;
  undeliverableAt: number | null;
  recipe: string;
  /** The recipe's params as they were in that version, in JSON. */
  params: string;
  paramsVersion: number;
  models: string;
  /** The pictures that go in, in JSON; null in rows from before. */
  inputs: string | null;
  /** How many pictures it is to make. */
  count: Generated<number>;
  /** Where those that were sent are still to be fetched, in JSON. */
  attachment: string | null;
  retryOf: string | null;
  /** Under whose picture a button was pressed for it, which step that was, and of which picture. */
  fromJob: string | null;
  fromStep: string | null;
  fromPicture: number | null;
  /** Where that one's message is: `server/channel/message`. */
  fromMessage: string | null;
  /** Who is asked whether a picture of theirs may go in, and the message that they posted it in. */
  asksUserId: string | null;
  askedMessage: string | null;
  attempt: Generated<number>;
  runpodEndpointId: string | null;
  runpodId: string | null;
  /** The kind of worker that it was sent to. */
  worker: string | null;
  /** Whose line it waits in: empty for the bot's own endpoint, else an endpoint's id. */
  lane: Generated<string>;
  remoteOpen: Generated<number>;
  createdAt: number;
  acceptedAt: number | null;
  readyAt: number | null;
  round: number | null;
  retryAt: number | null;
  submittedAt: number | null;
  startedAt: number | null;
  finishedAt: number | null;
  delayMs: number | null;
  executionMs: number | null;
  /** What it is documented to cost and what it has cost, in millionths of a US dollar. */
  priceMicros: number | null;
  costMicros: number | null;
  pictures: Generated<string>;
  errorCode: string | null;
  errorFacts: Generated<string>;
  cancelledBy: string | null;
  ageRestricted: Generated<number>;
  /** Whether its pictures are covered until somebody uncovers them. */
  covered: Generated<number>;
  /** 1 while a report covers them, 0 once that cover was lifted. */
  coveredByReport: number | null;
  /** Whether it is its requester's alone. */
  private: Generated<number>;
  visibility: Generated<string>;
  hiddenBecause: string | null;
  lapsesAt: number | null;
  /** The source of its pictures with which it is hidden. */
  hiddenWith: string | null;
  /** How many changes of it what was made from it has still to follow. */
  followDue: Generated<number>;
  /** Whether consent to it was taken back: by nobody (0), its requester (1), somebody else (2). */
  consentWithdrawn: Generated<number>;
  eraseAskedAt: number | null;
  erasedAt: number | null;
  messageGoneAt: number | null;
  /** Of the reply that tells of the job's end: when it was last to be posted, was settled, and where it is. */
  tellingAt: number | null;
  toldAt: number | null;
  toldMessageId: string | null;
}

export interface JobEventsTable {
  id: Generated<number>;
  jobId: string;
  at: number;
  fromState: string | null;
  toState: string;
  cause: string;
}

/** From which jobs' pictures a job is made. */
export interface PictureSourcesTable {
  jobId: string;
  sourceId: string;
}

/** Prepared pictures, all of a job's together. */
export interface PreparedPicturesTable {
  id: Generated<number>;
  /** Whose they are, by a trigger for no longer than it needs them. Null: nobody's, and to be removed. */
  jobId: string | null;
}

/** Their bytes one behind the other, cut into pieces. */
export interface PicturePiecesTable {
  picturesId: number;
  /** Counts from 0. */
  place: number;
  bytes: Buffer;
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
  /** Of each picture of somebody, with a space between. */
  pictureSha256: string | null;
  withdrawnAt: number | null;
}

export interface ErasedCountsTable {
  state: string;
  count: number;
}

/** The round that each lane has come to; one without a row is at its first. */
export interface LineTable {
  lane: string;
  round: number;
}

/** Kept by triggers. */
export interface JobCountsTable {
  state: string;
  count: number;
}
