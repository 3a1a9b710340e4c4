import { followSlices, type Slicing } from '../engines/slices.ts';
import type { JobLog } from '../jobs/job-log.ts';
import { UNDECIDED } from '../policy/report-reasons.ts';
import { FROM_THE_OLDEST } from '../store/queries.ts';
import type { Store } from '../store/store.ts';
import type { ToldPlace } from './report.ts';
import {
  anyUnwatched,
  type ModerationChannels,
  type Move,
  moveSomeReports,
  noteSomeUnwatched,
} from './sql/report-channels.ts';
import type { Decided, Reports } from './sql/reports.ts';

/** Told of the messages that told of reports until now, slice by slice. */
export type OnMoved = (places: readonly ToldPlace[]) => Promise<void>;

export interface ModerationOptions {
  readonly store: Store;
  readonly log: JobLog;
  readonly channels: ModerationChannels;
  readonly slicing: Slicing;
  /** How long a report waits for a decision, in milliseconds. */
  readonly lapseAfterMs: number;
}

/** What follows when a server chooses a channel for its reports, or loses it. */
export class Moderation {
  readonly #options: ModerationOptions;

  constructor(options: ModerationOptions) {
    this.#options = options;
  }

  /**
   * Every open report is told there, whether it was told elsewhere or not.
   *
   * @throws the signal's reason. What is left then is done by {@link finishMoves}.
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
   * Has the reports that an earlier run did not get to told where their servers chose. Their old
   * messages stay where they are, and nobody is told of them.
   *
   * @throws the signal's reason.
   */
  async finishMoves(): Promise<void> {
    for (const move of await this.#options.channels.unfinishedMoves()) {
      await this.#follow(move, true, () => Promise.resolve());
    }
  }

  /**
   * The bot cannot post there any more: as if it had never been chosen. What a stop leaves of it is
   * done by {@link finishLosses}.
   */
  async loseChannel(guildId: string, channelId: string): Promise<void> {
    const { channels, slicing } = this.#options;
    if (!(await channels.lose(guildId, channelId))) return;
    await this.#noteUnwatched(guildId).catch((error: unknown) => {
      if (!slicing.signal.aborted) throw error;
    });
  }

  /**
   * Lets requesters know when their hidden pictures lapse, where a channel was lost and an earlier
   * run did not get to tell them.
   *
   * @throws the signal's reason.
   */
  async finishLosses(): Promise<void> {
    if (await anyUnwatched(this.#options.store)) await this.#noteUnwatched(undefined);
  }

  async #follow(move: Move, onlyElsewhere: boolean, onMoved: OnMoved): Promise<void> {
    const { log, slicing } = this.#options;
    await followSlices(
      FROM_THE_OLDEST,
      async (from) => {
        const { told, next } = await moveSomeReports(log, move, { from, onlyElsewhere });
        if (told.length > 0) await onMoved(told);
        return next;
      },
      slicing,
    );
  }

  #noteUnwatched(guildId: string | undefined): Promise<void> {
    const { log, slicing, lapseAfterMs } = this.#options;
    return followSlices(
      FROM_THE_OLDEST,
      (from) => noteSomeUnwatched(log, { guildId, lapseAfterMs, from }),
      slicing,
    );
  }
}

/**
 * Decides reports that were filed before that time and that nobody has decided: what is hidden is
 * removed, what is shown stays. Hands on each decision before it makes the next one.
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
      for (const { id, isHidden } of undecided.reports) {
        slicing.signal.throwIfAborted();
        await slicing.turns.take();
        const decided = await reports.decide(id, isHidden ? 'removed' : 'restored', UNDECIDED);
        if (decided) await onDecided(decided);
      }
      return undecided.next;
    },
    slicing,
  );
}
