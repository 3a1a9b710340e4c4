import type { Acts, Ways } from './acts.ts';
import { CHANNEL, idOf, MEMBER, NOW, POSTER } from './fixture.ts';
import type { Writer } from './writer.ts';

/** Jobs whose rows other pieces change: one in progress, and a finished one. */
const JOBS = ['running', 'old'] as const;

function ofEach(run: (writer: Writer, id: string) => Promise<unknown>): Ways {
  return Object.fromEntries(JOBS.map((id) => [id, (writer: Writer) => run(writer, id)]));
}

function placeOf(id: string) {
  return { id, answeredInteractionId: idOf(id), channelId: CHANNEL };
}

/** At the attempt of the fixture's rows. */
const SUBMITTING = { id: 'submitting', attempt: 0 };

/** What is noted about jobs. */
export const noteActs = {
  'JobNotes.declined': { 'a question': ({ log }) => log.note.declined('asking', POSTER) },
  'JobNotes.message': {
    ...ofEach(({ log }, id) => log.note.message(placeOf(id), idOf('message'))),
    'an awaiting job': ({ log }) => log.note.message(placeOf('awaiting'), idOf('message')),
  },
  'JobNotes.shown': ofEach(({ log }, id) => log.note.shown(id, 9)),
  'JobNotes.shownLazily': {
    ...ofEach(({ log, store }, id) => settled(store, log.note.shownLazily(placeOf(id), 8))),
    'an awaiting job': ({ log, store }) =>
      settled(store, log.note.shownLazily(placeOf('awaiting'), 8, idOf('message'))),
  },
  'JobNotes.notified': ofEach(({ log }, id) => log.note.notified(id, idOf('reply'))),
  'JobNotes.lateSubmission': {
    running: ({ log }) =>
      log.note.lateSubmission({ id: 'running', attempt: 0 }, 'endpoint', 'late'),
  },
  'JobNotes.remoteClosed': ofEach(({ log }, id) =>
    log.note.remoteClosed(id, { executionMs: 5, costMicros: 7 }),
  ),
  'JobNotes.overwritten': ofEach(({ log }, id) => log.note.overwritten(id)),
  'JobNotes.posting': ofEach(({ log }, id) => log.note.posting(id)),
  'JobNotes.movedToDm': ofEach(({ log }, id) => log.note.movedToDm(id, idOf('direct'))),
  'JobNotes.retryAt': { submitting: ({ log }) => log.note.retryAt(SUBMITTING, NOW + 5) },
  'JobNotes.attempt': { submitting: ({ log }) => log.note.attempt(SUBMITTING, 5) },
  'JobNotes.answeredOtherwise': ofEach(({ log }, id) => log.note.answeredOtherwise(placeOf(id))),
  'JobNotes.renewedToken': ofEach(({ log }, id) =>
    log.note.renewedToken(id, {
      interactionToken: 'renewed',
      tokenExpiresAt: NOW + 900_000,
      messageId: idOf('message'),
    }),
  ),
  'JobNotes.tokenDead': {
    ...ofEach(({ log }, id) => log.note.tokenDead(placeOf(id))),
    'an awaiting job': ({ log }) => log.note.tokenDead(placeOf('awaiting')),
  },
  'JobNotes.undeliverable': ofEach(({ log }, id) => log.note.undeliverable(id)),
  'JobNotes.erasedMessage': { old: ({ log }) => log.note.erasedMessage('old', idOf('message')) },
  'JobNotes.messageGone': { old: ({ log }) => log.note.messageGone('old') },
  'JobNotes.notifying': ofEach(({ log }, id) => log.note.notifying(id)),
  'JobNotes.replyGone': ofEach(({ log }, id) => log.note.replyGone(id)),
  'PersonSettings.change': {
    'a question to them': ({ parts }) => parts.settings.change(MEMBER, { askable: false }),
    'a poster': ({ parts }) => parts.settings.change(POSTER, { askable: false }),
  },
} satisfies Acts;

async function settled<T>(store: Writer['store'], answer: Promise<T>): Promise<T> {
  await store.settled();
  return answer;
}
