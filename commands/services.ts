import type { HelpFacts } from '../src/discord/cards/help-card.ts';
import type { RetentionTimes } from '../src/discord/cards/privacy-card.ts';
import type { Messages } from '../src/discord/rest/messages.ts';
import type { LookedUpChannel } from '../src/discord/rest/rest.ts';
import type { ErasedMessages } from '../src/discord/sync/erased-messages.ts';
import type { ShrinkPicture } from '../src/discord/sync/picture-files.ts';
import type { PostedPictures } from '../src/discord/sync/posted-pictures.ts';
import type { ReportPosts } from '../src/discord/sync/report-posts.ts';
import type { Clock } from '../src/engines/clock.ts';
import type { MemberReads } from '../src/engines/member-reads.ts';
import type { Turns } from '../src/engines/turns.ts';
import type { PictureHeads } from '../src/images/attachment.ts';
import type { PictureStore } from '../src/images/picture-store.ts';
import type { Destinations } from '../src/jobs/destinations.ts';
import type { GpuTime, ServerGpuTime } from '../src/jobs/gpu-time.ts';
import type { JobLog } from '../src/jobs/job-log.ts';
import type { Job } from '../src/jobs/job.ts';
import type { ModelFiles } from '../src/jobs/model-files.ts';
import type { Observed } from '../src/jobs/observations.ts';
import type { Spending } from '../src/jobs/spending.ts';
import type { Pauses } from '../src/jobs/sql/pauses.ts';
import type { StorageWatch } from '../src/jobs/storage-watch.ts';
import type { Logger } from '../src/logger/logger.ts';
import type { Moderation } from '../src/moderation/moderation.ts';
import type { ModerationChannels, ReportsWaiting } from '../src/moderation/sql/report-channels.ts';
import type { Reports } from '../src/moderation/sql/reports.ts';
import type {
  Blocks,
  ModerationRoles,
  SpoilerRules,
} from '../src/moderation/sql/server-settings.ts';
import type { DrainOrder } from '../src/operator/drain.ts';
import type { Checkpoints } from '../src/policy/checkpoints.ts';
import type { Erasure, UnderWay } from '../src/privacy/erasure.ts';
import type { PersonalData } from '../src/privacy/personal-data.ts';
import type { DataCopies } from '../src/privacy/sql/data-copies.ts';
import type { PersonDefaults, PersonSettings } from '../src/privacy/sql/member-settings.ts';
import type { Presets } from '../src/privacy/sql/presets.ts';
import type { Recipes } from '../src/recipes/recipe.ts';
import type { Catalogue } from '../src/say/say.ts';
import type { Screening } from '../src/screening/screening.ts';

/** The services that commands use. */
export interface Services {
  readonly log: JobLog;
  readonly recipes: Recipes;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly models: {
    readonly checkpoints: Checkpoints;
    readonly ipAdapterFile: string;
    readonly clipVisionName: string;
  };
  /** Limits for members and servers. 0 means none. */
  readonly limits: HelpFacts['limits'];
  /** Whether photos that may show a person are accepted. */
  readonly faces: boolean;
  /** The workflow command offered as `/imagine`, if any. */
  readonly featured: string | undefined;
  readonly messages: Pick<Messages, 'openDirect' | 'create'>;
  /** The model files of the workers. */
  readonly modelFiles: Pick<ModelFiles, 'of'>;
  /** The operator's workflows that were skipped because they are invalid. */
  readonly brokenWorkflows: readonly string[];
  readonly screening: Screening;
  readonly reports: Reports;
  readonly moderation: Moderation;
  readonly moderationChannels: ModerationChannels;
  readonly moderationRoles: ModerationRoles;
  readonly reportsWaiting: ReportsWaiting;
  readonly blocks: Blocks;
  /** Whether new jobs are refused. */
  readonly drainOrder: Pick<DrainOrder, 'since'>;
  readonly spoilerRules: SpoilerRules;
  readonly personalData: PersonalData;
  readonly erasure: Erasure;
  readonly underWay: UnderWay;
  readonly erasedMessages: ErasedMessages;
  readonly reportPosts: ReportPosts;
  readonly pictures: PictureStore;
  readonly shrinkPicture: ShrinkPicture;
  /** The latest observation of a job under way. */
  readonly observed: (job: Job) => Observed;
  /** A small JPEG of a picture, read when its turn comes. Rejects if there is none. */
  readonly thumbnail: (read: () => Promise<Buffer>) => Promise<Buffer>;
  /** Reads the metadata of members' pictures. */
  readonly pictureHeads: Pick<PictureHeads, 'read'>;
  readonly retention: RetentionTimes;
  /** The operator's privacy policy, if any. */
  readonly privacyUrl: string | undefined;
  /** The channel for operator notices and appeals, if any. */
  readonly operatorChannelId: string | undefined;
  readonly turns: Turns;
  /** Reads that a member can repeat, one of each kind at a time. */
  readonly memberReads: MemberReads;
  readonly dataCopies: DataCopies;
  /** Members' own settings. */
  readonly personSettings: PersonSettings;
  readonly personDefaults: PersonDefaults;
  readonly presets: Presets;
  /** Members paused for a day after refused prompts. */
  readonly pauses: Pauses;
  readonly postedPictures: PostedPictures;
  /** Defers edits of a job's message until the returned function is called. */
  readonly holdMessage: (jobId: string) => () => void;
  /** Posts a line to a channel that moderators chose. False if the bot may not. */
  readonly greetModerators: (channelId: string, words: Catalogue) => Promise<boolean>;
  readonly gpuTime: GpuTime;
  readonly serverGpuTime: ServerGpuTime;
  readonly spending: Spending;
  /** Whether pictures can be stored. */
  readonly storage: Pick<StorageWatch, 'trouble'>;
  /** The servers the bot works in: all if none is listed. `owner`: who runs the bot, if known. */
  readonly servers: { readonly allowed: ReadonlySet<string>; readonly owner: string | undefined };
  /** The endpoint of each recipe. */
  readonly destinations: Destinations;
  /** A whole number from 0 to 2^53 - 1. */
  readonly drawSeed: () => number;
  /** Ids for jobs and reports: 8 unambiguous characters. */
  readonly newId: () => string;
  /** `undefined` if Discord does not answer in time. */
  readonly lookUpChannel: (channelId: string) => Promise<LookedUpChannel | undefined>;
}
