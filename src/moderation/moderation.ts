import { followSlices, type Slicing } from '../engines/slices.ts';
import type { JobLog } from '../jobs/job-log.ts';
import { UNDECIDED } from '../policy/report-reasons.ts';
import { FROM_THE_OLDEST } from '../store/queries.ts';
import type { Store } from '../store/store.ts';
import type { ReportPost } from './report.ts';
import {
  anyLapseUnnoted,
  type ModerationChannels,
  type Move,
  moveSomeReports,
  noteSomeLapses,
} from './sql/report-channels.ts';
import type { Decided, Reports } from './sql/reports.ts';

/** Called with the old messages of moved reports, slice by slice. */
export type OnMoved = (places: readonly ReportPost[]) => Promise<void>;

export interface ModerationOptions {
  readonly store: Store;
  readonly log: JobLog;
  readonly channels: ModerationChannels;
  readonly slicing: Slicing;
  /** How long a report waits for a decision, in milliseconds. */
  readonly lapseAfterMs: number;
}

/** Applies a server's choice or loss of its report channel. */
export class Moderation {
  readonly #options: ModerationOptions;

  constructor(options: ModerationOptions) {
    this.#options = options;
  }

  /**
   * Moves every open report to the chosen channel.
   *
   * @throws the signal's reason. {@link finishMoves} does the rest.
   */
  async chooseChannel(
    guildId: string,
    channelId: string,
    byUser: string,
    onMoved: OnMoved,
  ): Promise<void> {
    const move = await this.#options.channels.choose(guildId, channelId, byUser);
    await this.#follow(move, false, onMoved);
  }

  /**
   * Finishes moves that an earlier process began. The old messages stay, and no one is notified of
   * them.
   *
   * @throws the signal's reason.
   */
  async finishMoves(): Promise<void> {
    for (const move of await this.#options.channels.unfinishedMoves()) {
      await this.#follow(move, true, () => Promise.resolve());
    }
  }

  /**
   * The bot cannot post there any more: as if it had never been chosen. After a stop, {@link
   * finishLosses} does the rest.
   */
  async loseChannel(guildId: string, channelId: string): Promise<void> {
    const { channels, slicing } = this.#options;
    if (!(await channels.lose(guildId, channelId))) return;
    await this.#noteLapses(guildId).catch((error: unknown) => {
      if (!slicing.signal.aborted) throw error;
    });
  }

  /**
   * Notifies requesters when their hidden pictures lapse, if a channel was lost and an earlier
   * process did not finish.
   *
   * @throws the signal's reason.
   */
  async finishLosses(): Promise<void> {
    if (await anyLapseUnnoted(this.#options.store)) await this.#noteLapses(undefined);
  }

  async #follow(move: Move, onlyElsewhere: boolean, onMoved: OnMoved): Promise<void> {
    const { log, slicing } = this.#options;
    await followSlices(
      FROM_THE_OLDEST,
      async (from) => {
        const { oldPosts, next } = await moveSomeReports(log, move, { from, onlyElsewhere });
        if (oldPosts.length > 0) await onMoved(oldPosts);
        return next;
      },
      slicing,
    );
  }

  #noteLapses(guildId: string | undefined): Promise<void> {
    const { log, slicing, lapseAfterMs } = this.#options;
    return followSlices(
      FROM_THE_OLDEST,
      (from) => noteSomeLapses(log, { guildId, lapseAfterMs, from }),
      slicing,
    );
  }
}

/**
 * Decides reports filed before that time without a decision: hidden pictures are removed, visible
 * ones stay. Passes on each decision before the next.
 *
 * @throws the signal's reason.
 */
export async function lapseReports(
  reports: Reports,
  before: number,
  onDecided: (decided: Decided) => Promise<void>,
  slicing: Slicing,
): Promise<void> {
  await followSlices(
    FROM_THE_OLDEST,
    async (from) => {
      const undecided = await reports.undecided(before, from);
      for (const id of undecided.ids) {
        slicing.signal.throwIfAborted();
        await slicing.turns.take();
        const decided = await reports.decide(id, 'lapse', UNDECIDED);
        if (decided) await onDecided(decided);
      }
      return undecided.next;
    },
    slicing,
  );
}
