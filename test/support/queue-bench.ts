import { sql } from 'kysely';
import { onTestFinished } from 'vitest';
import type { Destinations } from '../../src/jobs/destinations.ts';
import { GpuTime, ServerGpuTime } from '../../src/jobs/gpu-time.ts';
import { Observations } from '../../src/jobs/observations.ts';
import { PastRuns } from '../../src/jobs/past-runs.ts';
import { QueueDispatcher, type QueueDispatcherOptions } from '../../src/jobs/queue.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { WaitEstimates } from '../../src/jobs/wait-estimates.ts';
import { ONLY_PROCESS } from '../../src/store/processes.ts';
import { Turns } from '../../src/engines/turns.ts';
import { LogBench } from './log-bench.ts';
import { someDestinations } from './some-destinations.ts';

type QueueBenchOptions = Partial<Omit<QueueDispatcherOptions, 'destinations'>> & {
  readonly destinations?: Destinations;
};

/** A queue dispatcher over a log in which nothing moves but what the test or the dispatcher moves. */
export class QueueBench extends LogBench {
  readonly observations = new Observations();
  readonly taken: string[] = [];
  readonly unreadable: string[] = [];
  readonly errors: unknown[] = [];
  readonly destinations: Destinations;
  readonly dispatcher: QueueDispatcher;
  readonly pastRuns: PastRuns;
  readonly waits: WaitEstimates;
  /** How often it was looked at. */
  looks = 0;
  /** How many pieces of the line were read. */
  pieces = 0;

  constructor(options: QueueBenchOptions = {}) {
    super();
    const { destinations = someDestinations() } = options;
    this.destinations = destinations;
    const { log, clock, observations } = this;
    const sliceOfQueue = log.queues.slice.bind(log.queues);
    log.queues.slice = (...parts) => {
      this.pieces += 1;
      return sliceOfQueue(...parts);
    };
    const { maxJobsInFlight = 1, limits = NO_LIMITS } = options;
    // Once a look.
    const withdrawPassed = observations.withdrawPassed.bind(observations);
    observations.withdrawPassed = (now) => {
      this.looks += 1;
      return withdrawPassed(now);
    };
    this.pastRuns = new PastRuns({ log, destinations, clock });
    const { pastRuns } = this;
    this.waits = new WaitEstimates({
      ...{ log, destinations, clock, observations, pastRuns, maxJobsInFlight, limits },
    });
    this.waits.start();
    this.dispatcher = new QueueDispatcher({
      waits: this.waits,
      log,
      processes: ONLY_PROCESS,
      clock,
      observations,
      destinations,
      turns: new Turns(),
      storage: { trouble: undefined, roomFor: () => Promise.resolve(Infinity) },
      maxJobsInFlight,
      limits,
      spending: { today: undefined },
      queueTimeoutMs: 1_800_000,
      gpuTime: new GpuTime({ log, clock, maxGpuMsPerDay: 0, jobTimeoutMs: 600_000 }),
      serverGpuTime: new ServerGpuTime({
        log,
        clock,
        pastRuns,
        maxGpuMsPerDayPerServer: 0,
        jobTimeoutMs: 600_000,
      }),
      onClaimed: ({ id }) => this.taken.push(id),
      onUnreadable: (id) => {
        this.unreadable.push(id);
        void log.setAside(id);
      },
      onError: (error) => this.errors.push(error),
      ...options,
    });
    onTestFinished(() => this.dispatcher.stop());
  }

  /** RunPod answers somebody so who sends a job. */
  answer(status: number, queue = ''): void {
    const endpoint = this.destinations.inQueue(queue);
    if (!endpoint) throw new Error(`there is no endpoint for the queue "${queue}"`);
    endpoint.access.note({ use: 'POST', endpointId: endpoint.endpointId, status });
  }

  /** Once it has looked, and waits for something to change. */
  async rest(): Promise<void> {
    do await this.clock.advance(0);
    while (this.clock.sleeping === 0);
  }

  place(id: string): number | undefined {
    return this.observations.of(id).place;
  }

  /** The same for very many, told of to nobody. */
  async crowd(count: number): Promise<string[]> {
    await this.create({ id: 'j0', state: 'ready' });
    await sql`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${count - 1})
      INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id, channel_id,
        user_id, state, recipe, params, models, created_at, accepted_at, ready_at, round)
      SELECT 'j' || n, 'i' || n, 'i' || n, token_expires_at, guild_id, channel_id,
        'u' || n, state, recipe, params, models, created_at, accepted_at, ready_at, round
      FROM jobs, numbers WHERE id = 'j0'`.execute(this.db);
    return Array.from({ length: count }, (_, n) => `j${n}`);
  }

  /** So many jobs that wait in a queue, each of another person. */
  async waiting(count: number, queue = ''): Promise<string[]> {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      ids.push((await this.create({ state: 'ready', userId: `u${n}`, queue })).id);
    }
    return ids;
  }
}
