import type { Generated } from 'kysely';
import type { z } from 'zod';

/** The database's tables as Kysely sees them: columns in camel case, JSON as text. */
export interface Tables {
  jobs: {
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
    /** The recipe's params in that version, as JSON. */
    params: string;
    paramsVersion: number;
    models: string;
    /** The input pictures as JSON; null in old rows. */
    inputs: string | null;
    /** How many pictures to make. */
    count: Generated<number>;
    /** Where to fetch the attachments, as JSON. */
    attachment: string | null;
    retryOf: string | null;
    /** The job, step and picture whose button requested it. */
    fromJob: string | null;
    fromStep: string | null;
    fromPicture: number | null;
    /** That job's message: `server/channel/message`. */
    fromMessage: string | null;
    /** The poster asked for consent, and the message with their picture. */
    asksUserId: string | null;
    askedMessage: string | null;
    attempt: Generated<number>;
    runpodEndpointId: string | null;
    runpodId: string | null;
    /** The kind of worker it was sent to. */
    worker: string | null;
    /** Its queue: empty for the bot's own endpoint, else an endpoint's id. */
    lane: Generated<string>;
    /** How many parts are still to be sent to RunPod. */
    partsLeft: Generated<number>;
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
    /** The documented price and the reported cost, in millionths of a US dollar. */
    priceMicros: number | null;
    costMicros: number | null;
    pictures: Generated<string>;
    errorCode: string | null;
    errorFacts: Generated<string>;
    cancelledBy: string | null;
    ageRestricted: Generated<number>;
    /** Whether its pictures are posted as spoilers. */
    covered: Generated<number>;
    /** 1 while a report covers them, 0 once that is undone. */
    coveredByReport: number | null;
    /** Whether only its requester sees it. */
    private: Generated<number>;
    visibility: Generated<string>;
    hiddenBecause: string | null;
    lapsesAt: number | null;
    /** The source with which it is hidden. */
    hiddenWith: string | null;
    /** How many changes still have to be propagated to derived jobs. */
    followDue: Generated<number>;
    /** Whether consent was withdrawn: no (0), by its requester (1), by another member (2). */
    consentWithdrawn: Generated<number>;
    eraseAskedAt: number | null;
    erasedAt: number | null;
    messageGoneAt: number | null;
    /** The end reply: when it was last about to be posted, when it was settled, and its message. */
    tellingAt: number | null;
    toldAt: number | null;
    toldMessageId: string | null;
    /** The process that drives it; empty on SQLite, which has only one. */
    driver: Generated<string>;
    /** The pictures that count toward a day's limits. Null: all that were asked for. */
    counted: number | null;
    /** The GPU time that it was expected to take. */
    estimateMs: Generated<number>;
    /** Of a private job: the member's roles at the time of the request, as JSON. */
    roles: string | null;
    /** The request and its member's roles as the server's rules see them, as JSON, until it is sent. */
    ruled: string | null;
    /** How many pictures the member may have in progress in the server, by its rules, and the server itself. */
    ownAtOnce: number | null;
    serverAtOnce: number | null;
    /** Pictures of it that credits pay. They do not count toward its member's limit of a day. */
    credits: Generated<number>;
    /** Whether its requester's own install of the bot alone allowed it. */
    byUserInstall: Generated<number>;
  };

  jobEvents: {
    id: Generated<number>;
    jobId: string;
    at: number;
    fromState: string | null;
    toState: string;
    cause: string;
  };

  /** The jobs whose pictures a job is made from. */
  pictureSources: {
    jobId: string;
    sourceId: string;
  };

  /** All prepared pictures of a job. */
  preparedPictures: {
    id: Generated<number>;
    /** The job that needs them; a trigger clears it. Null: orphaned, to be deleted. */
    jobId: string | null;
  };

  /** Their concatenated bytes, cut into pieces. */
  picturePieces: {
    picturesId: number;
    /** Counts from 0. */
    place: number;
    bytes: Buffer;
  };

  /** Pictures that jobs made, if the database stores them. */
  storedPictures: {
    file: string;
    /** In bytes. */
    size: number;
    storedAt: number;
  };

  /** Their bytes, cut into pieces. */
  storedPicturePieces: {
    file: string;
    /** Counts from 0. */
    place: number;
    bytes: Buffer;
  };

  consents: {
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
  };

  /**
   * Questions to posters whether a picture may be used. Those not declined are kept for about an
   * hour.
   */
  posterQuestions: {
    jobId: string;
    /** The message with the picture. */
    messageId: string;
    askerId: string;
    posterId: string;
    askedAt: number;
    declined: Generated<number>;
  };

  reports: {
    id: string;
    jobId: string;
    guildId: string;
    reporterId: string;
    reason: string;
    /** Its effect on the picture until the decision. */
    effect: Generated<string>;
    reportedAt: number;
    channelId: string | null;
    messageId: string | null;
    /** Counts changes of what moderators see. `shownRevision` is the posted one. */
    revision: Generated<number>;
    shownRevision: Generated<number>;
    undeliverableAt: number | null;
    decision: string | null;
    decidedBy: string | null;
    decidedAt: number | null;
  };

  moderationChannels: {
    guildId: string;
    channelId: string;
    /** Open reports filed by then still have to be posted there. Null once all are due there. */
    movingUntil: number | null;
  };

  /** Roles whose members moderate their server. */
  moderationRoles: {
    guildId: string;
    roleId: string;
  };

  /** Servers in which all pictures are spoilers. */
  spoilerRules: {
    guildId: string;
  };

  /** The languages that servers have chosen. */
  serverLanguages: {
    guildId: string;
    /** As a catalogue's `language`. */
    language: string;
  };

  /** Servers with reported pictures but no report channel. */
  reportsWaiting: {
    guildId: string;
    /** When a moderator was notified. */
    toldAt: number | null;
  };

  blocks: {
    guildId: string;
    userId: string;
    blockedBy: string;
    blockedAt: number;
  };

  moderationEvents: {
    id: Generated<number>;
    guildId: string;
    at: number;
    byUser: string;
    what: string;
    userId: string | null;
    jobId: string | null;
    reportId: string | null;
  };

  erasedCounts: {
    state: string;
    count: number;
  };

  /** The current round of each queue. One without a row is in its first. */
  line: {
    lane: string;
    round: number;
  };

  /** Maintained by triggers. */
  jobCounts: {
    state: string;
    count: number;
  };

  /** Members whose erasure is under way. */
  erasures: {
    userId: string;
    askedAt: number;
  };

  /** Members who exported their data within the last hour or so. */
  dataCopies: {
    userId: string;
    sentAt: number;
  };

  /** Erased members, until backups that still have them are too old to matter. */
  erasedPeople: {
    pseudonym: string;
    askedAt: number;
  };

  /** Users who removed their own install of the bot; by pseudonym, once what it allowed is erased. */
  removedInstalls: {
    person: string;
    removedAt: number;
    isDone: Generated<number>;
  };

  /** Members' notification and visibility settings, if ever changed. */
  personSettings: {
    userId: string;
    notify: Generated<number>;
    private: Generated<number>;
    spoiler: Generated<number>;
    /** Whether others may ask to use their posted pictures. */
    askable: Generated<number>;
    /** Whether usage charts of servers may name them. */
    named: Generated<number>;
  };

  /** Members' default options. */
  personDefaults: {
    userId: string;
    recipe: string;
    /** By option name, as JSON. */
    options: string;
  };

  presets: {
    ownerKind: string;
    ownerId: string;
    /** Unique per owner. */
    number: number;
    name: string;
    /** The name in the form used for comparison. */
    sortName: string;
    before: string;
    after: string;
    /** By option name, as JSON. */
    options: string;
    /** The recipe that the options belong to, if only one. */
    recipe: string | null;
    /** Null once the author is erased. */
    madeBy: string | null;
    madeAt: number;
  };

  /** What managers of a server allow. */
  serverRules: {
    guildId: string;
    /** `server`, `role` or `member`. */
    subjectKind: string;
    /** Empty for the server. */
    subjectId: string;
    limitName: string;
    /** JSON. */
    value: string;
  };

  /** Who changed which rule. */
  ruleChanges: {
    id: Generated<number>;
    guildId: string;
    at: number;
    byUser: string;
    subjectKind: string;
    subjectId: string;
    limitName: string;
    /** The value as JSON. Null if there was, or is, none. */
    before: string | null;
    after: string | null;
  };

  /** Servers whose waiting jobs are not sent for now. */
  serverHolds: {
    guildId: string;
    /** `rules`, `pause` or `resumed`. */
    reason: string;
    since: number;
    /** When it was resumed. */
    until: number | null;
    revision: Generated<number>;
  };

  /** What Discord says that members and servers are entitled to. */
  entitlements: {
    id: string;
    skuId: string;
    /** The member, or a pseudonym once they erased everything. Null if it is a server's. */
    userId: string | null;
    guildId: string | null;
    startsAt: number | null;
    endsAt: number | null;
    /** When Discord described it so. */
    asOf: number;
    deleted: Generated<number>;
    /** Whether Discord knows that it is credited. */
    consumed: Generated<number>;
    /** Pictures that it was credited with, once. */
    credits: Generated<number>;
    spent: Generated<number>;
    /** When to tell Discord that it is credited. Null: never. */
    consumeAt: number | null;
    consumeTries: Generated<number>;
    changedAt: number;
  };

  /** Credits that a job uses, by the entitlement that they come from. */
  jobCredits: {
    jobId: string;
    entitlementId: string;
    credits: number;
  };

  /** Refused prompts of the last day. */
  safetyTries: {
    /** A keyed hash of the member's id. */
    person: string;
    /** A keyed hash of the prompt. */
    words: string;
    triedAt: number;
  };

  /** Members who may not make pictures for a day. */
  safetyPauses: {
    /** A keyed hash of the member's id. */
    person: string;
    /** How many tries caused it. Null once the member is erased. */
    count: number | null;
    endsAt: number;
    appealed: Generated<number>;
  };

  /** At most one row. */
  draining: {
    id: number;
    /** Null once it was revoked. */
    since: number | null;
  };

  /** Members and servers blocked by the operator. */
  keptOut: {
    id: Generated<number>;
    /** `person` or `server`. */
    kind: string;
    /** Its Discord id. */
    subject: string;
    /** In the operator's words. */
    reason: string;
    keptOutAt: number;
    liftedAt: number | null;
  };

  /** Acknowledged interactions that still need a response. */
  deferrals: {
    interactionId: string;
    token: string;
    kind: string;
    expiresAt: number;
    /** The process that deferred it; empty on SQLite. */
    process: Generated<string>;
    /** The member's. */
    locale: string | null;
  };

  /** The processes of a bot on PostgreSQL. Times are by the server's clock. */
  processes: {
    id: string;
    /** The machine or container in which its process number counts. */
    machine: string;
    pid: number;
    /** A hash of its key file. */
    keyPrint: string;
    /** `http`, or `gateway` with the shards that it may connect. */
    intake: string;
    /** Whether it is connected to the gateway. */
    isConnected: Generated<number>;
    startedAt: number;
    aliveUntil: number;
    leavingAt: number | null;
    applicationId: string | null;
    /** Whether it is ordered to leave new interactions to the others. */
    isDraining: Generated<number>;
    /** Whether it cannot reach the gateway. */
    isCutOff: Generated<number>;
  };
}

export type JobsTable = Tables['jobs'];

/** A nullable column, read as `undefined` if NULL. */
export function maybe<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable().transform((value) => value ?? undefined);
}
