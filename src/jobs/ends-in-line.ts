import type { Clock } from '../clock.ts';
import type { JobLog } from '../record/job/job-log.ts';
import type { Room } from '../record/job/line.ts';
import type { Turns } from '../turns.ts';
import type { Destinations } from './destinations.ts';
import { fail } from './fail.ts';
import { opensAtFacts } from './limit-day.ts';
import type { Observations } from './observations.ts';
import { isUnwritable } from '../store/unwritable.ts';
import type { ServerGpuTime } from './server-gpu-time.ts';
import type { StorageWatch } from './storage-watch.ts';
import { wholeMinutes } from './whole-minutes.ts';

/** How many jobs are ended in one go. */
const AT_ONCE = 10;

export interface EndsInLineOptions {
  readonly log: JobLog;
  readonly observations: Observations;
  readonly destinations: Pick<Destinations, 'inLane'>;
  readonly serverGpuTime: ServerGpuTime;
  readonly storage: Pick<StorageWatch, 'trouble'>;
  readonly clock: Clock;
  readonly turns: Turns;
  /** Where there is any just now. */
  readonly room: () => Room;
  /** How long a job may wait here for its turn. */
  readonly queueTimeoutMs: number;
  /** Told of a job whose row cannot be read. */
  readonly onUnreadable: (jobId: string) => void;
  /** Ends the work between two goes. */
  readonly isStopping: () => boolean;
}

/** Ends jobs that wait in the line in vain, a few at a time. */
export class EndsInLine {
  readonly #options: EndsInLineOptions;

  constructor(options: EndsInLineOptions) {
    this.#options = options;
  }

  /** Ends those whose turn has come on a day whose GPU time is used up. `opensAt`: when there is more. */
  async ofSpentDay(opensAt: number): Promise<void> {
    const { log, room } = this.#options;
    const due = async () => (await log.line.turnsDue(room(), AT_ONCE)).map((id) => ({ id }));
    await this.#endAll(due, (job) => fail(job, { log }, 'gpu_time_spent', opensAtFacts(opensAt)));
  }

  /**
   * Ends those whose turn has come and whose server has used up its share. After that the turns due
   * are others'.
   */
  async ofSpentServers(): Promise<void> {
    const { log, serverGpuTime, room, isStopping } = this.#options;
    if (!serverGpuTime.isLimited) return;
    const opensAt = new Map<string, number>();
    const due = async () => {
      for (const { id, guildId } of await log.line.serversDue(room(), AT_ONCE)) {
        const at = await serverGpuTime.opensAt(guildId);
        if (at !== undefined) opensAt.set(id, at);
      }
      return [...opensAt.keys()].map((id) => ({ id }));
    };
    const end = async ({ id }: { readonly id: string }) => {
      const facts = opensAtFacts(opensAt.get(id) ?? 0);
      opensAt.delete(id);
      await fail({ id }, { log }, 'server_gpu_time_spent', facts);
    };
    while (!isStopping() && (await this.#endAll(due, end)) > 0);
  }

  /** Ends those that have waited for longer than they may. */
  async overdue(): Promise<void> {
    const { log, destinations, storage, clock, queueTimeoutMs } = this.#options;
    const overdue = () => log.line.waitingSince(clock.now() - queueTimeoutMs, AT_ONCE);
    await this.#endAll(overdue, ({ id, lane }) => {
      if (storage.trouble !== undefined) return fail({ id }, { log }, 'storage_unwell');
      return destinations.inLane(lane)?.access.refusedFor('POST')
        ? fail({ id }, { log }, 'key_refused')
        : fail({ id }, { log }, 'no_turn_in_time', { minutes: wholeMinutes(queueTimeoutMs) });
    });
  }

  /** Gives how many there were. */
  async #endAll<Due extends { readonly id: string }>(
    find: () => Promise<readonly Due[]>,
    end: (due: Due) => Promise<unknown>,
  ): Promise<number> {
    const { observations, turns, onUnreadable, isStopping } = this.#options;
    let count = 0;
    while (!isStopping()) {
      const due = await find();
      count += due.length;
      const ended = due.map(async (one) => {
        try {
          await end(one);
        } catch (error) {
          if (isUnwritable(error)) throw error;
          // It is not to hold up the others.
          onUnreadable(one.id);
        }
      });
      await Promise.all(ended);
      for (const { id } of due) observations.forget(id);
      if (due.length < AT_ONCE) break;
      await turns.take();
    }
    return count;
  }
}
