import { takeDeferral } from '../../store/deferrals.ts';
import { requireNotPaused } from '../person/pauses.ts';
import type { Changing } from './changing.ts';
import { recordConsent, type Consent, type ConsentAnswer } from './consent.ts';
import type { Job } from './job.ts';
import { moveJob } from './move-job.ts';

/**
 * Its requester consents by the button: the answer to that click is the job's message from then on.
 *
 * @throws BotError `paused`.
 */
export async function consentBySender(
  changing: Changing,
  id: string,
  { consent, answer }: { readonly consent: Consent; readonly answer: ConsentAnswer },
): Promise<Job | undefined> {
  const confirmed = await moveJob(changing, id, {
    to: 'accepted',
    cause: 'confirmed by its sender',
    set: {
      answeredInteractionId: answer.interactionId,
      deferral: (await takeDeferral(changing.trx, answer.interactionId)) ?? null,
      interactionToken: answer.interactionToken,
      tokenExpiresAt: answer.tokenExpiresAt,
      attachmentSizeLimit: answer.attachmentSizeLimit ?? null,
      acceptedAt: changing.now,
      messageId: null,
      ephemeral: 0,
      shownRevision: 0,
    },
  });
  if (!confirmed) return undefined;
  await requireNotPaused(changing.trx, changing.pseudonym(confirmed.userId), changing.now);
  await recordConsent(changing, confirmed, consent);
  return confirmed;
}

/** Whoever posted the picture consents: the message that asked stays the job's. */
export async function consentByPoster(
  changing: Changing,
  id: string,
  { consent, userId }: { readonly consent: Consent; readonly userId: string },
): Promise<Job | undefined> {
  const set = { acceptedAt: changing.now };
  const agreed = await moveJob(changing, id, {
    to: 'accepted',
    cause: 'confirmed by its poster',
    set,
  });
  if (agreed) await recordConsent(changing, { ...agreed, userId }, consent);
  return agreed;
}
