import type { Clock } from '../../clock.ts';
import type { Job } from '../../jobs/job.ts';
import type { Removal } from '../render/privacy-lines.ts';
import type { ErasedMessages, RemoveOptions } from './erased-messages.ts';

export interface CountedRemovalOptions {
  readonly messages: Pick<ErasedMessages, 'removeEach'>;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

/** A removal of many messages, whose jobs come one slice after another; it counts what became of them. */
export class CountedRemoval {
  readonly #options: CountedRemovalOptions;
  readonly #underWay = new Set<Promise<void>>();
  readonly #refused: Job[] = [];
  #all = 0;
  #removed = 0;

  constructor(options: CountedRemovalOptions) {
    this.#options = options;
  }

  /** Has the messages of these jobs go, given as they were before they were erased. Waits for none. */
  remove(jobs: readonly Job[]): void {
    this.#all += jobs.length;
    const onEnd: RemoveOptions['onEnd'] = (job, outcome) => {
      if (outcome === 'removed') this.#removed += 1;
      if (outcome === 'refused') this.#refused.push(job);
    };
    const work = this.#options.messages
      .removeEach(jobs, { onEnd })
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** How far it has come as soon as nothing more is under way, and in that time at most. */
  async within(ms: number): Promise<Removal> {
    const { clock, stopping } = this.#options;
    const done = new AbortController();
    const late = clock.sleep(ms, AbortSignal.any([done.signal, stopping]));
    await Promise.race([Promise.all(this.#underWay), late.catch(() => undefined)]);
    done.abort();
    const [removed, refused] = [this.#removed, [...this.#refused]];
    return { removed, refused, underWay: this.#all - removed - refused.length };
  }
}
