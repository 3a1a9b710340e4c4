import type { Observations } from '../../jobs/observations.ts';
import type { Logger } from '../../logger/logger.ts';
import type { Steps } from '../../comfy/steps.ts';
import type { Job, JobState } from '../../jobs/job.ts';
import { Tasks, type TaskContext } from '../../tasks.ts';
import type { Turns } from '../../turns.ts';
import type { ModalInteraction, Press } from '../interactions/interaction.ts';
import { payloadOf } from '../render/payload.ts';
import { renderJob } from '../render/render.ts';
import type { MessagePayload } from '../wire/message-payload.ts';
import type { InteractionRef } from '../wire/messages.ts';
import { Delivery, type DeliveryOptions } from './delivery.ts';
import { Edits } from './edits.ts';
import type { ErasedMessages } from './erased-messages.ts';
import { GoneDirect } from './gone-direct.ts';
import { Holds } from './holds.ts';
import { JobAnswers } from './job-answers.ts';
import { Landings } from './landings.ts';
import type { PreviewUploadsOptions } from './preview-uploads.ts';
import type { SharedToken } from './shared-token.ts';
import { ShownMessages } from './shown-messages.ts';

export interface AnnouncerOptions extends DeliveryOptions {
  readonly observations: Observations;
  readonly erasedMessages: ErasedMessages;
  readonly sharedToken: SharedToken;
  /** Told each time that a message shows how its job has ended. */
  readonly onEndShown: (job: Job) => void;
  readonly keepPosted: (jobId: string) => Promise<void>;
  readonly logger: Logger;
  readonly turns: Turns;
  /** What people may do with what a recipe makes; `undefined` for one that nothing makes any more. */
  readonly stepsAfter: (recipe: string) => Steps | undefined;
}

/**
 * Makes each job's message equal to its render.
 *
 * How a job ended is shown at once; another change of phase too, save for a minimum between two
 * edits; progress is shown at intervals. What would change nothing is not sent. At most one edit of
 * a message is under way, and it shows the row as it is when its turn comes. What fails is tried
 * again, ever more rarely: for as long as a job is under way, and for a day after its end. A
 * finished job whose message does not show it is taken up again at the next start.
 */
export class Announcer {
  readonly #options: AnnouncerOptions;
  readonly #shown = new ShownMessages();
  readonly #held = new Holds();
  readonly #tasks: Tasks;
  readonly #edits: Edits;
  readonly #answers: JobAnswers;
  readonly #onObserved = (id: string) => {
    // A message that is waiting for its next edit shows it then.
    this.#tasks.remind(id);
  };
  readonly #onChanged = (job: Job, from?: JobState | null) => {
    // What was asked for, by command or by consent, is answered as such.
    const isAnswered = from === null || (from === 'awaiting_consent' && job.state === 'accepted');
    if (isAnswered) return;
    this.#edits.hurry(job);
    this.#tasks.nudge(job.id);
  };

  constructor(options: AnnouncerOptions) {
    this.#options = options;
    this.#tasks = new Tasks((id, task) => this.#show(id, task), options.clock);
    const kept = { shown: this.#shown, held: this.#held };
    const landings = new Landings({ ...options, ...kept });
    const draw: PreviewUploadsOptions['draw'] = (job, drawn) => this.#draw(job, drawn);
    const shared = { ...options, ...kept, landings, draw };
    this.#edits = new Edits({
      ...shared,
      delivery: new Delivery(options),
      goneDirect: new GoneDirect(shared),
      isStopping: () => this.#tasks.stopping,
    });
    this.#answers = new JobAnswers({
      ...shared,
      editing: this.#edits.underWay,
      nudge: (id) => {
        this.#tasks.nudge(id);
      },
    });
  }

  /** Shows every change of a job from now on. */
  follow(): void {
    const { log, observations } = this.#options;
    log.events.on('changed', this.#onChanged);
    observations.events.on('observed', this.#onObserved);
  }

  /**
   * Resumes every message that an earlier process left out of date.
   *
   * @throws the signal's reason.
   */
  async resume(signal?: AbortSignal): Promise<void> {
    const { log, turns } = this.#options;
    for await (const piece of log.jobs.unfinished()) {
      signal?.throwIfAborted();
      for (const job of piece) if ('id' in job) this.#tasks.nudge(job.id);
      // Behind interactions, ahead of the jobs found so far.
      await turns.take('read');
    }
  }

  /** Begins nothing more; resolves when what is being sent has been. */
  async stop(): Promise<void> {
    this.#options.log.events.off('changed', this.#onChanged);
    this.#options.observations.events.off('observed', this.#onObserved);
    await this.#tasks.stop();
  }

  /**
   * Leaves a job's message to the answer to an interaction, until the function returned is called.
   * Otherwise the same change would be shown twice, by the answer and by an edit. Where that held
   * nothing up, the message is not looked at again.
   */
  hold(jobId: string): () => void {
    const release = this.#held.take(jobId);
    return () => {
      if (release()) this.#tasks.nudge(jobId);
    };
  }

  /**
   * Answers an interaction with the job's own message, which is edited from then on. A question
   * that it answers is deleted, by that question's own token. Gives whether the message is there.
   */
  answer(interaction: InteractionRef, job: Job, question?: Job): Promise<boolean> {
    return this.#answers.answer(interaction, job, question);
  }

  /** Answers a click on the job's message by showing the job as it is now. */
  answerClick(interaction: Press | ModalInteraction, job: Job, isDeferred = false): Promise<void> {
    return this.#answers.answerClick(interaction, job, isDeferred);
  }

  async #show(id: string, task: TaskContext): Promise<void> {
    while (!this.#tasks.stopping) {
      const pause = await this.#edits.look(id);
      if (pause === undefined) return;
      await task.sleep(pause);
    }
  }

  #draw(job: Job, { preview = false } = {}): MessagePayload {
    const { observations, clock } = this.#options;
    const form = this.#shown.formOf(job.id);
    const { preview: seen, ...observed } = observations.shown(job);
    const shown = preview && seen !== undefined ? { ...observed, preview: seen } : observed;
    const steps = this.#options.stepsAfter(job.wanted.recipe);
    return payloadOf(renderJob(job, shown, clock.now(), form, steps));
  }
}
