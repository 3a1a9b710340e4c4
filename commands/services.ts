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

/** What the commands work with. */
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
  /** What people and servers may ask for. 0 is no limit. */
  readonly limits: HelpFacts['limits'];
  /** Whether pictures are taken that may show somebody. */
  readonly faces: boolean;
  /** The command of the workflow that is `/imagine`, where one is. */
  readonly featured: string | undefined;
  readonly messages: Pick<Messages, 'openDirect' | 'create'>;
  /** Which files workers have. */
  readonly modelFiles: Pick<ModelFiles, 'of'>;
  /** The operator's workflows that are left out, since something is wrong with them. */
  readonly brokenWorkflows: readonly string[];
  readonly screening: Screening;
  readonly reports: Reports;
  readonly moderation: Moderation;
  readonly moderationChannels: ModerationChannels;
  readonly moderationRoles: ModerationRoles;
  readonly reportsWaiting: ReportsWaiting;
  readonly blocks: Blocks;
  /** Whether nothing new is taken. */
  readonly drainOrder: Pick<DrainOrder, 'since'>;
  readonly spoilerRules: SpoilerRules;
  readonly personalData: PersonalData;
  readonly erasure: Erasure;
  readonly underWay: UnderWay;
  readonly erasedMessages: ErasedMessages;
  readonly reportPosts: ReportPosts;
  readonly pictures: PictureStore;
  readonly shrinkPicture: ShrinkPicture;
  /** What was last seen of a job under way. */
  readonly observed: (job: Job) => Observed;
  /** A small JPEG of a picture, which is read when its turn comes. Rejects where there is none. */
  readonly thumbnail: (read: () => Promise<Buffer>) => Promise<Buffer>;
  /** What is written into pictures that people show. */
  readonly pictureHeads: Pick<PictureHeads, 'read'>;
  readonly retention: RetentionTimes;
  /** The operator's privacy policy, where there is one. */
  readonly privacyUrl: string | undefined;
  /** Where the operator reads notices and appeals, if anywhere. */
  readonly operatorChannelId: string | undefined;
  readonly turns: Turns;
  /** Reads that a member can repeat, one of each kind at a time. */
  readonly memberReads: MemberReads;
  readonly dataCopies: DataCopies;
  /** What people have chosen for themselves. */
  readonly personSettings: PersonSettings;
  readonly personDefaults: PersonDefaults;
  readonly presets: Presets;
  /** Who makes no pictures for a day, after prompts that were refused. */
  readonly pauses: Pauses;
  readonly postedPictures: PostedPictures;
  /** Leaves a job's message as it is until the function returned is called. */
  readonly holdMessage: (jobId: string) => () => void;
  /** Posts a line to a channel that moderators chose. False where the bot may not. */
  readonly greetModerators: (channelId: string, words: Catalogue) => Promise<boolean>;
  readonly gpuTime: GpuTime;
  readonly serverGpuTime: ServerGpuTime;
  readonly spending: Spending;
  /** Whether pictures can be stored. */
  readonly storage: Pick<StorageWatch, 'trouble'>;
  /** In which servers the bot works: in all where none is named. `owner`: whose bot it is, where that is known. */
  readonly servers: { readonly allowed: ReadonlySet<string>; readonly owner: string | undefined };
  /** Where the jobs of each recipe go. */
  readonly destinations: Destinations;
  /** A whole number from 0 to 2^53 - 1. */
  readonly drawSeed: () => number;
  /** For jobs and reports: 8 characters that are easily told apart. */
  readonly newId: () => string;
  /** `undefined` where Discord does not say in time. */
  readonly lookUpChannel: (channelId: string) => Promise<LookedUpChannel | undefined>;
}
