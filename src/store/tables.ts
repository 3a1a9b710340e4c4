import type { Generated } from 'kysely';
import type { z } from 'zod';

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
  /** Whether its pictures are posted as spoilers. */
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
  /** Whether consent was withdrawn: no (0), by its requester (1), by another member (2). */
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
  /** Hashes of the pictures that show a person, separated by spaces. */
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

/** How people want to be told and shown things, where they have ever said. */
interface PersonSettingsTable {
  userId: string;
  notify: Generated<number>;
  private: Generated<number>;
  spoiler: Generated<number>;
  /** Whether others may ask to use a picture that they posted. */
  askable: Generated<number>;
}

/** Questions to posters whether a picture of theirs may be used. Those without a no are kept for about an hour. */
interface PosterQuestionsTable {
  jobId: string;
  /** The message with the picture. */
  messageId: string;
  askerId: string;
  posterId: string;
  askedAt: number;
  declined: Generated<number>;
}

/** Refused prompts of the last day. */
export interface SafetyTriesTable {
  /** A keyed hash of the member's id. */
  person: string;
  /** A keyed hash of what they wrote. */
  words: string;
  triedAt: number;
}

/** Members who make no pictures for a day. */
export interface SafetyPausesTable {
  /** A keyed hash of the member's id. */
  person: string;
  /** How many tries it took. Null once the member is erased. */
  count: number | null;
  endsAt: number;
  appealed: Generated<number>;
}

/** Values of options that stand for a person where they fill in nothing. */
interface PersonDefaultsTable {
  userId: string;
  recipe: string;
  /** By their names inside, in JSON. */
  options: string;
}

export interface PresetsTable {
  ownerKind: string;
  ownerId: string;
  /** Among those of its owner. */
  number: number;
  name: string;
  /** The name as it is compared. */
  sortName: string;
  before: string;
  after: string;
  /** By their names inside, in JSON. */
  options: string;
  /** The recipe whose options they are, where they are of that one only. */
  recipe: string | null;
  /** Null where that person is erased. */
  madeBy: string | null;
  madeAt: number;
}

/** People who asked for everything to be erased, until it is. */
interface ErasuresTable {
  userId: string;
  askedAt: number;
}

/** People who were sent a copy of their data within the last hour or so. */
interface DataCopiesTable {
  userId: string;
  sentAt: number;
}

/** People who had everything erased, until copies that know them are too old to matter. */
interface ErasedPeopleTable {
  pseudonym: string;
  askedAt: number;
}

export interface ModerationChannelsTable {
  guildId: string;
  channelId: string;
  /** Open reports filed by then are still to be told there. Null once all of them are due there. */
  movingUntil: number | null;
}

/** Roles whose members moderate their server. */
interface ModerationRolesTable {
  guildId: string;
  roleId: string;
}

/** Servers in which all pictures are covered. */
interface SpoilerRulesTable {
  guildId: string;
}

/** Servers that have chosen no channel to be told in, though pictures were reported in them. */
interface ReportsWaitingTable {
  guildId: string;
  /** When somebody who moderates was told so. */
  toldAt: number | null;
}

interface BlocksTable {
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

interface ModerationEventsTable {
  id: Generated<number>;
  guildId: string;
  at: number;
  byUser: string;
  what: string;
  userId: string | null;
  jobId: string | null;
  reportId: string | null;
}

/** One row at most. */
interface DrainingTable {
  id: number;
  /** Null once it was taken back. */
  since: number | null;
}

/** People and servers that are kept out everywhere. */
interface KeptOutTable {
  id: Generated<number>;
  /** `person` or `server`. */
  kind: string;
  /** Its id in Discord. */
  subject: string;
  /** In the operator's words. */
  reason: string;
  keptOutAt: number;
  liftedAt: number | null;
}

/** Interactions that were acknowledged, and are still to be answered. */
interface DeferralsTable {
  interactionId: string;
  token: string;
  kind: string;
  expiresAt: number;
}

/** What a column holds that may be NULL, which is read as `undefined`. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().transform((value) => value ?? undefined);
}
