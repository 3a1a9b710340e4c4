import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import type { OutgoingFile } from '../wire/upload.ts';
import type { Job } from '../../jobs/job.ts';
import type { Card } from '../render/card.ts';

/** A message to answer with, with the files that it names where it has any. */
export type ReplyMessage = Card | { readonly card: Card; readonly files: readonly OutgoingFile[] };

/** What an interaction is answered with. */
export type Reply =
  /** The job's own message, edited from then on; the question that it answers goes away. */
  | { readonly kind: 'job'; readonly job: Job; readonly question?: Job }
  /** The message that was clicked becomes the job as it is now. */
  | { readonly kind: 'changed'; readonly job: Job }
  /** A message that only this person sees. */
  | { readonly kind: 'quiet'; readonly message: ReplyMessage }
  /** The same, for what takes longer than Discord waits. `onEnd` is told whether it was shown. */
  | {
      readonly kind: 'later';
      readonly message: () => Promise<ReplyMessage>;
      readonly onEnd?: (shown: boolean) => Promise<void>;
    }
  /**
   * The message that was clicked becomes this one. For messages that belong to no job, and that only this person sees.
   * `isShared`: others see it too, and its row was checked to name it.
   */
  | { readonly kind: 'replaced'; readonly message: ReplyMessage; readonly isShared?: true }
  /**
   * The same, for what takes longer than Discord waits. `meanwhile`: shown at once. Where it fails, the
   * message stays as it is by then.
   */
  | {
      readonly kind: 'replaced-later';
      readonly meanwhile?: ReplyMessage | undefined;
      readonly message: () => Promise<ReplyMessage>;
    }
  | { readonly kind: 'modal'; readonly modal: APIModalInteractionResponseCallbackData }
  /** Nothing new: a press that was made twice was answered the first time. */
  | { readonly kind: 'seen' }
  /** Nothing: this interaction came before, and was answered then. */
  | { readonly kind: 'answered' };

/** Any but a job's own message. */
export type OtherReply = Exclude<Reply, { readonly kind: 'job' }>;
