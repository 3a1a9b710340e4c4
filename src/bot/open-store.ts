import type { Config } from '../config/config.ts';
import type { Env } from '../engines/env.ts';
import { FolderPictures } from '../images/folder-pictures.ts';
import type { PictureStore } from '../images/picture-store.ts';
import { RecentPictures } from '../images/recent-pictures.ts';
import { DatabasePictures } from '../images/sql/database-pictures.ts';
import { JobLog } from '../jobs/job-log.ts';
import { Pauses } from '../jobs/sql/pauses.ts';
import { ModerationChannels, ReportsWaiting } from '../moderation/sql/report-channels.ts';
import { Reports } from '../moderation/sql/reports.ts';
import {
  Blocks,
  ModerationRoles,
  ServerLanguages,
  SpoilerRules,
} from '../moderation/sql/server-settings.ts';
import { DrainOrder } from '../operator/drain.ts';
import { DataCopies } from '../privacy/sql/data-copies.ts';
import { PersonDefaults, PersonSettings } from '../privacy/sql/member-settings.ts';
import { Presets } from '../privacy/sql/presets.ts';
import { builtInRecipes } from '../recipes/built-in.ts';
import { recipesOf } from '../recipes/recipe.ts';
import { Entitlements } from '../premium/sql/entitlements.ts';
import { ServerRules } from '../rules/sql/server-rules.ts';
import { DatabaseMarker, FileWatch, pictureFolderOf } from '../store/database-files.ts';
import { openDatabase, type OpenDatabase } from '../store/database.ts';
import { Deferrals } from '../store/deferrals.ts';
import { keyFileOf, openPseudonyms } from '../store/key-file.ts';
import type { Store } from '../store/store.ts';
import { EndedJobs } from '../usage/sql/ended-jobs.ts';
import type { BotOptions } from './bot.ts';
import { intakeNameOf, type Opening } from './lifecycle.ts';
import { openWebhooks } from './open-http.ts';

/** The stored state: the database, its writers, and the pictures beside it. */
export type OpenStore = Awaited<ReturnType<typeof openStore>>;

/**
 * Opens the store, and holds its lock until the shutdown.
 *
 * @throws DatabaseError if the database, its key or its folder cannot be used.
 */
export async function openStore({
  config,
  clock,
  elapsed,
  random,
  logger,
  shutdown,
  watch,
  onLost,
  workflows,
}: Opening & Pick<BotOptions, 'watch' | 'onLost'>) {
  const { databasePath, limits } = config;
  const database = await openDatabaseOf(config, {
    clock,
    elapsed,
    logger,
    onLost,
    signal: shutdown.halt,
  });
  // Not earlier: migrations may take long.
  const endWatch = watch?.();
  if (endWatch) shutdown.addPart(endWatch);
  shutdown.addPart(() => database.close());
  const place = new FileWatch({ firstMoved: () => database.firstMoved(), onLost, clock });
  shutdown.addPart(() => place.stop());
  const { store } = database;
  const pseudonym = openPseudonyms(keyFileOf(databasePath));
  const recipes = recipesOf([...builtInRecipes.values(), ...workflows.recipes]);
  const log = new JobLog(
    store,
    clock,
    limits,
    pseudonym,
    recipes,
    config.gpuSecondMicros,
    config.premiumSkus,
  );
  log.events.on('changed', ({ id: job, state, attempt }) => {
    logger.info({ job, state, attempt }, 'job changed');
  });
  return {
    store,
    processes: database.processes,
    /** Rejects if the database cannot be read or written. */
    checkDatabase: () => store.check(),
    /** Whether the database's files are still where they were opened. If not, the bot ends. */
    isInPlace: () => place.check(),
    log,
    /** The recipes that jobs can use. */
    recipes,
    pseudonym,
    /** The URLs that RunPod calls when a job is done; undefined if webhooks are off. */
    webhooks: openWebhooks(config),
    pictures: await openPictures(config, { store, clock, random, signal: shutdown.halt }),
    dataCopies: new DataCopies(store, clock),
    personSettings: new PersonSettings(store),
    personDefaults: new PersonDefaults(store),
    presets: new Presets(store, clock),
    pauses: new Pauses({ store, clock, pseudonym, after: config.safety.pauseAfter }),
    reports: new Reports({ store, log, clock }),
    reportsWaiting: new ReportsWaiting(store, clock),
    moderationChannels: new ModerationChannels(store, clock, config.discord.operatorChannelId),
    moderationRoles: new ModerationRoles(store, clock),
    spoilerRules: new SpoilerRules(store, clock),
    serverLanguages: new ServerLanguages(store, clock),
    serverRules: new ServerRules(store, clock, limits.dailyOutsideServers),
    entitlements: new Entitlements(store, clock, config.premiumSkus),
    endedJobs: new EndedJobs(store, config.jobTimeoutMs),
    blocks: new Blocks(store, clock),
    drainOrder: new DrainOrder(store),
    deferrals: new Deferrals(store),
  };
}

async function openPictures(
  { pictureStore, databasePath }: Config,
  {
    store,
    clock,
    random,
    signal,
  }: Pick<Env, 'clock' | 'random'> & { readonly store: Store; readonly signal: AbortSignal },
): Promise<PictureStore> {
  switch (pictureStore.place) {
    case 'folder':
      return new FolderPictures(pictureFolderOf(databasePath));
    case 'database':
      return new RecentPictures(new DatabasePictures(store, clock, random));
    case 'bucket': {
      // Its client takes 30 MB of memory.
      const { BucketPictures } = await import('../images/bucket-pictures.ts');
      return new RecentPictures(new BucketPictures(pictureStore.bucket, { signal }));
    }
  }
}

/** Opens the database on PostgreSQL if it is configured, else the SQLite file. */
async function openDatabaseOf(
  config: Config,
  {
    logger,
    onLost,
    signal,
    ...env
  }: Pick<BotOptions, 'logger' | 'clock' | 'elapsed'> & {
    readonly onLost: BotOptions['onLost'] | undefined;
    readonly signal: AbortSignal;
  },
): Promise<OpenDatabase> {
  const { databasePath, databaseMarkerFolder, databaseUrl: url } = config;
  const onOld = () => {
    logger.info(
      'the database is of an earlier version and is brought up to date; with millions of jobs that takes minutes',
    );
  };
  if (url === undefined) {
    return openDatabase(databasePath, {
      marker: new DatabaseMarker(databaseMarkerFolder, databasePath),
      onUnmarked: (err) => {
        logger.warn(
          { err },
          'should the database ever be missing, the bot would make an empty one',
        );
      },
      onOld,
      ...env,
    });
  }
  // Only then, as its client takes memory.
  const { openPostgres } = await import('../store/postgres/open.ts');
  return openPostgres({
    url,
    process: { keyPath: keyFileOf(databasePath), intake: intakeNameOf(config) },
    signal,
    onOld,
    onTaken: (reason) => onLost?.(reason),
    onReplaced: (reason) => onLost?.(reason, { inGoodOrder: true }),
    onAway: (err) => {
      logger.error({ err }, 'the database server does not answer');
    },
    onBack: () => {
      logger.warn('the database server answers again');
    },
    onBroken: (err) => {
      logger.warn({ err }, 'a connection to the database broke');
    },
  });
}
