import { systemRandom } from '../engines/env.ts';
import { Semaphore } from '../engines/semaphore.ts';
import { downloadAttachment } from '../images/attachment.ts';
import { download } from '../images/download.ts';
import { markGenerated, stripMetadata } from '../images/metadata.ts';
import { Photos } from '../images/photos.ts';
import { photoPool } from '../images/picture-pool.ts';
import { Destinations, endpointsOf, publicAmong } from '../jobs/destinations.ts';
import { KeyWatch, type Notices, ScaleWatch } from '../jobs/endpoint-notices.ts';
import { BUCKET_ROOM } from '../jobs/finish.ts';
import { GpuTime, ServerGpuTime } from '../jobs/gpu-time.ts';
import { ModelFiles } from '../jobs/model-files.ts';
import { Observations } from '../jobs/observations.ts';
import { OtherProcesses } from '../jobs/other-processes.ts';
import { PastRuns } from '../jobs/past-runs.ts';
import { MadePictures, type PostedSource, PREPARING } from '../jobs/prepare.ts';
import { Runner } from '../jobs/runner.ts';
import { UPLOAD_SLOTS } from '../jobs/send.ts';
import { Spending } from '../jobs/spending.ts';
import { StorageWatch } from '../jobs/storage-watch.ts';
import { CONSENT_WINDOW_MS } from '../jobs/job.ts';
import { RunPodClient } from '../runpod/client.ts';
import { Billing, type BillDays } from '../runpod/billing.ts';
import { EndpointSettings } from '../runpod/endpoint-settings.ts';
import { EndpointAccess } from '../runpod/key-access.ts';
import { sharersOf } from '../store/processes.ts';
import { pictureOrigins } from '../workers/worker-kinds.ts';
import type { Opening } from './lifecycle.ts';
import type { OpenStore } from './open-store.ts';

/** The parts that process jobs. */
export type OpenJobs = ReturnType<typeof openJobs>;

/** Opens the parts that process jobs. They do nothing until one of the methods is called. */
export function openJobs(
  { config, clock, random, network, startPictureProcess, logger, turns, shutdown }: Opening,
  { log, processes, recipes, pictures, webhooks, serverRules }: OpenStore,
) {
  const { halt } = shutdown;
  const { apiUrl, apiKey, endpointId } = config.runpod;
  const { jobTimeoutMs, maxGpuMsPerDay, maxGpuMsPerDayPerServer } = config;
  const access = new EndpointAccess();
  const { worker } = config;
  const endpoints = endpointsOf(recipes, { endpointId, ...worker });
  const publicEndpoints = publicAmong(endpoints);
  const sharers = () => sharersOf(processes);
  const isShared = () => processes.living.length > 1;
  const { fraction } = random ?? systemRandom;
  const over = network && { dispatcher: network, networkClock: clock };
  const calling = { clock, random: fraction, ...over };
  const runpod = new RunPodClient({
    ...{ apiUrl, apiKey, access, publicEndpoints, sharers },
    ...calling,
  });
  const asking = { runpod, access, clock, logger, signal: halt };
  const destinations = new Destinations({
    endpoints,
    worker,
    asksForWebhooks: webhooks !== undefined,
    ...asking,
  });
  const settings = new EndpointSettings({ ...config.runpod, ...calling });
  const billing = new Billing({ ...config.runpod, ...calling });
  const scale = new ScaleWatch({ settings, clock, logger, signal: halt });
  const observations = new Observations();
  const gpuTime = new GpuTime({ log, clock, isShared, maxGpuMsPerDay, jobTimeoutMs });
  const spending = new Spending({
    log,
    clock,
    isShared,
    maxMicrosPerDay: config.maxSpendMicrosPerDay,
  });
  const modelFiles = new ModelFiles({ runpod, destinations, clock, logger, signal: halt });
  const pastRuns = new PastRuns({ log, destinations, clock });
  const serverGpuTime = new ServerGpuTime({
    log,
    clock,
    isShared,
    pastRuns,
    maxGpuMsPerDayPerServer,
    jobTimeoutMs,
  });
  const origins = config.discord.attachmentOrigins;
  const resultOrigins = [
    ...config.resultOrigins,
    ...pictureOrigins(recipes.values(), config.worker),
  ];
  const photos = new Photos(photoPool({ start: startPictureProcess }));
  const made = new MadePictures({ log, pictures });
  const storage = new StorageWatch({ pictures, clock });
  const otherProcesses = new OtherProcesses({ log, processes, turns, clock, logger });
  const runner = new Runner({
    log,
    processes,
    observations,
    pictures,
    storage,
    runpod,
    webhooks,
    destinations,
    pastRuns,
    clock,
    turns,
    logger,
    pollIntervalMs: config.pollIntervalMs,
    jobTimeoutMs,
    queueTimeoutMs: config.queueTimeoutMs,
    maxJobsInFlight: config.maxJobsInFlight,
    limits: config.limits,
    gpuTime,
    serverGpuTime,
    spending,
    scale,
    random: fraction,
    previews: config.previews,
    faces: config.faces,
    preparing: new Semaphore(PREPARING),
    preparePicture: async ({ attachment, userId }, use, signal) => {
      const file = await downloadAttachment(attachment, { origins, clock, network, signal });
      return photos.prepare({ file, userId }, use, signal);
    },
    prepareMade: async ({ source, userId }, use, signal) =>
      photos.prepare({ file: await made.read(source, signal), userId }, use, signal),
    fetchFromBucket: (url, options) =>
      download(url, { ...options, origins: resultOrigins, clock, network }),
    bucketRoom: new Semaphore(BUCKET_ROOM),
    uploadSlots: new Semaphore(UPLOAD_SLOTS),
    stripMetadata,
    markGenerated,
    halt,
    consentWindowMs: CONSENT_WINDOW_MS,
  });
  return {
    observations,
    destinations,
    modelFiles,
    /** What RunPod billed for the endpoints in use, and whether that includes public ones. */
    async runpodBill(days: BillDays, signal: AbortSignal) {
      const byDay = await billing.of(endpoints, days, signal);
      return { byDay, isPublic: endpoints.some(({ isPublic }) => isPublic) };
    },
    gpuTime,
    serverGpuTime,
    spending,
    storage,
    runner,
    /** Takes over the jobs of ended processes. Call before resuming any. @throws the signal's reason. */
    takeOver: (signal: AbortSignal) => otherProcesses.takeOver(signal),
    /** From now on shares the jobs with other processes. `showAll`: checks all messages of this one. */
    followOtherProcesses(showAll: () => Promise<void>) {
      shutdown.addIntake(() => otherProcesses.stop());
      otherProcesses.start({
        taken: (jobs) => runner.resume(jobs),
        all: async () => {
          await showAll();
          await runner.resumeAll();
        },
      });
    },
    /**
     * Resumes the jobs of an earlier process, and from then on runs every new one. `posted`: finds
     * pictures in their messages that are no longer stored.
     *
     * @throws the signal's reason.
     */
    async start(posted: PostedSource, signal?: AbortSignal) {
      made.readPosted(posted);
      shutdown.addIntake(async () => {
        await runner.stop();
        pastRuns.stop();
      });
      await runner.start(signal);
      serverRules.events.on('changed', () => {
        runner.applyRules();
      });
    },
    /** Notifies the operator of rows that could not be read at start, if any. */
    notifyOfUnreadable(notices: Pick<Notices, 'trouble'>) {
      const { unreadable: count } = runner;
      if (count > 0) void notices.trouble(({ unreadable }) => unreadable(count));
    },
    /** Probes from now on whether pictures can be stored, and notifies the operator when that changes. */
    async watchStorage(notices: Notices) {
      storage.notify(notices);
      shutdown.addPart(() => storage.stop());
      await storage.start();
    },
    /** Notifies the operator when RunPod scales an endpoint to zero, and when that is over. */
    watchScale(notices: Notices) {
      scale.notify(notices);
    },
    /** Notifies the operator when RunPod starts or stops refusing the key. */
    watchKey(notices: Notices) {
      for (const endpoint of destinations.endpoints) {
        const keyWatch = new KeyWatch({ endpoint, runpod, clock, notices });
        keyWatch.start();
        shutdown.addIntake(() => keyWatch.stop());
      }
    },
  };
}
