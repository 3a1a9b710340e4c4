import type { Generated } from 'kysely';

/** How people want to be told and shown things, where they have ever said. */
export interface PersonSettingsTable {
  userId: string;
  notify: Generated<number>;
  private: Generated<number>;
  spoiler: Generated<number>;
  /** Whether others may ask to use a picture that they posted. */
  askable: Generated<number>;
}

/** Questions to posters whether a picture of theirs may be used. Those without a no are kept for about an hour. */
export interface PosterQuestionsTable {
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
export interface PersonDefaultsTable {
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
export interface ErasuresTable {
  userId: string;
  askedAt: number;
}

/** People who were sent a copy of their data within the last hour or so. */
export interface DataCopiesTable {
  userId: string;
  sentAt: number;
}

/** People who had everything erased, until copies that know them are too old to matter. */
export interface ErasedPeopleTable {
  pseudonym: string;
  askedAt: number;
}
