import type { Clock } from '../../clock.ts';
import type { Observations } from '../../jobs/observations.ts';
import type { Job } from '../../jobs/job.ts';
import type { MessagePayload } from '../wire/message-payload.ts';
import type { EditQueues } from './edit-queues.ts';
import type { ShownMessages } from './shown-messages.ts';

/*
 * A preview goes along with an edit that shows progress and would be made in any case, so that it
 * costs no request. It does cost time: Discord takes three times as long over an edit that brings a
 * file, and the same message's next edit waits for it. So few go up at once, out of the forty edits
 * by token; none begins while a finished picture waits for its turn, nor where the job's own picture
 * is about to come. None goes up as the bot, since that has to do with a channel's other messages.
 * One that does not go up is never made up for: the next edit brings the latest.
 */

/** Out of the edits by token that are under way at once. They are 20 kB each, so they take no line up. */
const UPLOADS_AT_ONCE = 4;
/** An upload is over by then. */
const ENDS_SOON_MS = 3_000;

/** An edit as it is to be made. */
export interface PreviewedEdit {
  readonly payload: MessagePayload;
  /** The attachment that the message keeps as its preview. Without one, the payload's goes up. */
  readonly keptPreview?: string;
}

export interface PreviewUploadsOptions {
  readonly draw: (job: Job, options?: { readonly preview: boolean }) => MessagePayload;
  readonly observations: Pick<Observations, 'of'>;
  readonly shown: Pick<ShownMessages, 'get' | 'takesPreviews'>;
  readonly queues: Pick<EditQueues, 'areResultsWaiting'>;
  readonly clock: Clock;
}

/** Which edits bring a new preview along, which keep the one that is there, and which have none. */
export class PreviewUploads {
  readonly #options: PreviewUploadsOptions;
  #underWay = 0;

  constructor(options: PreviewUploadsOptions) {
    this.#options = options;
  }

  /** How a job's message is to be edited by token. `drawn`: what it is to show, where that was just drawn. */
  edit(job: Job, drawn?: MessagePayload): PreviewedEdit {
    const { draw, shown } = this.#options;
    const last = shown.get(job.id);
    const payload = drawn ?? draw(job, { preview: true });
    if (payload.preview === undefined) return { payload };
    const before = last?.payload?.preview;
    const keptPreview = before && last.previewId;
    if (keptPreview !== undefined && before?.equals(payload.preview)) {
      return { payload, keptPreview };
    }
    if (this.#mayBegin(job)) return { payload };
    if (before === undefined || keptPreview === undefined) return { payload: draw(job) };
    return { payload: { ...payload, preview: before }, keptPreview };
  }

  /** Makes such an edit, and counts it while it brings a preview. @throws what `send` throws. */
  async during<T>({ payload, keptPreview }: PreviewedEdit, send: () => Promise<T>): Promise<T> {
    if (payload.preview === undefined || keptPreview !== undefined) return send();
    this.#underWay += 1;
    try {
      return await send();
    } finally {
      this.#underWay -= 1;
    }
  }

  #mayBegin({ id }: Job): boolean {
    const { observations, shown, queues, clock } = this.#options;
    const { readyAt = Infinity } = observations.of(id);
    return (
      shown.takesPreviews(id) &&
      this.#underWay < UPLOADS_AT_ONCE &&
      !queues.areResultsWaiting &&
      readyAt - clock.now() > ENDS_SOON_MS
    );
  }
}
