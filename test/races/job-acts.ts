import type { Consent } from '../../src/jobs/sql/consents.ts';
import type { HashedPicture } from '../../src/jobs/sql/prepared-pictures.ts';
import type { Capacity } from '../../src/jobs/sql/queue.ts';
import { takeOver } from '../../src/jobs/sql/take-over.ts';
import { dropPiece } from '../../src/store/database.ts';
import type { Acts } from './acts.ts';
import {
  BUYER,
  BY_BUTTON,
  from,
  idOf,
  MEMBER,
  NOW,
  OTHER,
  PAUSE,
  PAUSED,
  PHOTO,
  POSTER,
  requestFor,
  RESUME,
  RULED,
  SERVER,
  SHOP,
} from './fixture.ts';
import type { Writer } from './writer.ts';

const CONSENT: Consent = BY_BUTTON;
const PICTURE: HashedPicture = {
  ...{ option: 'face', format: 'jpeg', person: true, sha256: 'hash' },
  bytes: Buffer.from('abcd'),
};
const PICTURES = [{ file: 'b-1.png', format: 'png' }] as const;

function answerOf(name: string) {
  return { interactionId: idOf(name), interactionToken: name, tokenExpiresAt: NOW + 1 };
}

function deferralOf(name: string) {
  return { interactionId: idOf(name), token: name, kind: 'public', expiresAt: NOW + 1 } as const;
}

/** In order. */
function claim(room: Capacity, atMost: number) {
  return async ({ log }: Writer) => {
    const { jobs } = await log.claimNext(room, atMost);
    return jobs.map(({ id }) => id);
  };
}

/** Deferrals, jobs and their pictures. */
export const jobActs = {
  'SqliteStore.constructor': 'SQLite only',
  'JobLog.create': {
    'a ready job': ({ log }) => log.create(requestFor('new')),
    'another of the same member': {
      only: /JobLog.create|Pauses/,
      run: ({ log }) => log.create(requestFor('new-too')),
    },
    'one of another member': ({ log }) => log.create(requestFor('of-other', { userId: OTHER })),
    'after a deferral': {
      only: /JobLog.create|JobLog.confirm|Deferrals/,
      run: ({ log }) => log.create(requestFor('deferred-new', { interactionId: idOf('left') })),
    },
    'one that the server has room for': {
      only: /JobLog.create|ServerRules/,
      run: ({ log }) => log.create(requestFor('in-room', { userId: OTHER, ruled: RULED })),
    },
    'one of another member that the server has room for': {
      only: /JobLog.create|ServerRules/,
      run: ({ log }) => log.create(requestFor('in-room-too', { userId: POSTER, ruled: RULED })),
    },
    'one that credits pay': {
      only: /JobLog.create|JobLog.cancel|Entitlements|replaceSome|forget/,
      run: ({ log }) =>
        log.create(requestFor('paid-too', { userId: BUYER, guildId: SHOP, ruled: RULED })),
    },
    'another that credits pay': {
      only: /JobLog.create|JobLog.cancel|Entitlements/,
      run: ({ log }) =>
        log.create(requestFor('paid-too', { userId: BUYER, guildId: SHOP, ruled: RULED })),
    },
    'a retry': {
      only: /JobLog.create|forget|Erasure/,
      run: ({ log }) => log.create(requestFor('retry', { retryOf: 'failed' })),
    },
    'one made from an old picture': ({ log }) =>
      log.create(requestFor('made', { userId: OTHER, ...from('old') })),
    'one made from a picture': ({ log }) =>
      log.create(requestFor('made', { userId: OTHER, ...from('picture') })),
    'with consent': {
      only: /JobLog.create|[Cc]onsent|[Ee]rasure/,
      run: ({ log }) =>
        log.create(requestFor('photo', { state: 'accepted', pictures: [PHOTO] }), CONSENT),
    },
    'asking a poster': {
      only: /JobLog.create|JobLog.agree|PersonSettings|forgetQuestions|replaceSome|[Ee]rasure/,
      run: ({ log }) =>
        log.create(
          requestFor('ask', {
            state: 'awaiting_consent',
            pictures: [PHOTO],
            asks: { userId: POSTER, messageId: idOf('asked') },
          }),
        ),
    },
    'asking a member': {
      only: /JobLog.create|JobLog.agree|PersonSettings|forgetQuestions|replaceSome|[Ee]rasure/,
      run: ({ log }) =>
        log.create(
          requestFor('ask', {
            ...{ userId: OTHER, state: 'awaiting_consent', pictures: [PHOTO] },
            asks: { userId: MEMBER, messageId: idOf('asked') },
          }),
        ),
    },
  },
  'JobLog.cancel': {
    'an awaiting job': ({ log }) => log.cancel('awaiting', 'cancelled', MEMBER),
    'one that credits pay': ({ log }) => log.cancel('paid', 'cancelled', BUYER),
    'a declined question': ({ log }) => log.cancel('asking', 'declined', POSTER),
    'a preparing job': ({ log }) => log.cancel('preparing', 'cancelled', MEMBER),
    'a ready job': ({ log }) => log.cancel('ready', 'cancelled', MEMBER),
    'a deferred job': ({ log }) => log.cancel('deferred', 'cancelled', MEMBER),
    'a queued job': ({ log }) => log.cancel('queued', 'cancelled', MEMBER),
    'a running job': ({ log }) => log.cancel('running', 'cancelled', MEMBER),
    'a job made from a picture': ({ log }) => log.cancel('making', 'cancelled', OTHER),
  },
  'JobLog.#move': {
    'to ready': ({ log }) => log.move('submitting', 'ready', 'deferred', { retryAt: NOW + 1 }),
    'to queued': ({ log }) => log.move('submitting', 'queued', 'accepted', { runpodId: 'r' }),
    'to queued, at its attempt': ({ log }) =>
      log.moveSubmitting({ id: 'submitting', attempt: 0 }, 'queued', 'accepted', { runpodId: 's' }),
    'to running': ({ log }) => log.move('queued', 'running', 'started', { startedAt: NOW }),
    'to completed': ({ log }) => log.move('running', 'completed', 'made', { pictures: PICTURES }),
    'to failed': ({ log }) =>
      log.move('running', 'failed', 'failed', { error: { code: 'worker_died' } }),
    'to completed, from a picture': ({ log }) =>
      log.move('making', 'completed', 'made', { pictures: PICTURES }),
    'to preparing': ({ log }) => log.move('accepted', 'preparing', 'preparing'),
    'to expired': ({ log }) => log.move('asking', 'expired', 'too late'),
  },
  'HeldJobs.applyRules': {
    'a rule that forbids one of them': ({ log }) =>
      log.held.applyRules({ ...PAUSE, guildId: SERVER, reason: 'rules' }, 0),
  },
  'HeldJobs.park': { 'of a paused server': ({ log }) => log.held.park(PAUSE) },
  'HeldJobs.unpark': { 'of a resumed server': ({ log }) => log.held.unpark(RESUME) },
  'HeldJobs.endUnreachable': {
    'of a paused server': ({ log }) => log.held.endUnreachable(PAUSE, NOW),
  },
  'HeldJobs.end': { 'a resumed server': ({ log }) => log.held.end(RESUME) },
  'JobLog.claimNext': {
    'with room': claim({ maxJobsInFlight: 0 }, 10),
    'within limits': claim(
      { maxJobsInFlight: 5, atOnce: { atOncePerPerson: 4, atOncePerServer: 0 } },
      1,
    ),
  },
  'JobLog.agree': {
    'the poster': ({ log }) => log.agree('asking', CONSENT, POSTER),
  },
  'JobLog.confirm': {
    'the requester': ({ log }) => log.confirm('awaiting', CONSENT, answerOf('confirm')),
    'after a deferral': ({ log }) => log.confirm('awaiting', CONSENT, answerOf('left')),
  },
  'JobLog.cancelEach': {
    'several jobs': ({ log }) =>
      log.cancelEach(['running', 'queued', 'preparing', 'awaiting', 'ready'], 'erased', MEMBER),
  },
  'JobLog.keepPictures': {
    'a prepared job': ({ log }) => log.keepPictures('preparing', []),
    'with pictures': { nth: 3, run: ({ log }) => log.keepPictures('preparing', [PICTURE]) },
  },
  'JobLog.changeQueues': {
    'some jobs': ({ log }) =>
      log.changeQueues([
        { id: 'running', queue: 'other' },
        { id: 'ready', queue: 'other' },
        { id: 'deferred', queue: 'other' },
      ]),
  },
  'JobLog.takeOver': {
    'all jobs': takingOver(100),
    'some jobs': takingOver(3),
  },
  'JobLog.sendAgain': {
    'a job in doubt': ({ log }) =>
      log.sendAgain({ id: 'submitting', attempt: 0 }, 'test', undefined),
    'with a price': ({ log }) =>
      log.sendAgain({ id: 'submitting', attempt: 0, priceMicros: 10 }, 'test', {
        limit: 1_000,
        since: 0,
        endsAt: 1,
      }),
  },
  'JobLog.setAside': {
    'a queued job': ({ log }) => log.setAside('queued'),
    'a preparing job': ({ log }) => log.setAside('preparing'),
  },
  'Queues.rejoin': { 'a deferred job': ({ log }) => log.queues.rejoin(10) },
  'PostgresStore.#countCommit': 'one statement, which adds up what it deletes',
  'PostgresStore.constructor': { 'a piece': ({ store }) => store.write(dropPiece) },
  'Deferrals.note': {
    'that of a new job': ({ parts }) => parts.deferrals.note([deferralOf('new')]),
    'that of a consent': ({ parts }) => parts.deferrals.note([deferralOf('confirm')]),
    several: ({ parts }) =>
      parts.deferrals.note([deferralOf('new'), deferralOf('left'), deferralOf('confirm')]),
  },
  'Deferrals.answered': {
    'a deferral': async ({ parts, store }) => {
      parts.deferrals.answered(idOf('left'));
      await store.settled();
    },
  },
  'Deferrals.remove': {
    'some deferrals': ({ parts }) => parts.deferrals.remove([idOf('left'), idOf('deferred')]),
  },
  'PreparedPictureStore.#keep, claim': {
    'a job': ({ parts }) => parts.prepared.keep('preparing', []),
  },
  'PreparedPictureStore.#keep, writePiece': {
    'a piece': { nth: 2, run: ({ parts }) => parts.prepared.keep('preparing', [PICTURE]) },
  },
  'PreparedPictureStore.#giveUp': 'the same statement as the first of `claim`, after an error',
  'DatabasePictures.#write': 'the name is random: no other writer knows it',
  'DatabasePictures.#remove': {
    'a piece': ({ parts }) => parts.stored.remove([{ file: 'stored.png', format: 'png' }]),
    'the last piece': {
      nth: 2,
      run: ({ parts }) => parts.stored.remove([{ file: 'stored.png', format: 'png' }]),
    },
  },
  'Pauses.noteTry': {
    'a try': ({ parts }) => parts.pauses.noteTry(MEMBER, 'other'),
    'another try': ({ parts }) => parts.pauses.noteTry(MEMBER, 'third'),
    'the same again': ({ parts }) => parts.pauses.noteTry(MEMBER, 'refused'),
    'during a pause': ({ parts }) => parts.pauses.noteTry(PAUSED, 'third'),
  },
  'Pauses.noteAppeal': {
    'a pause': ({ parts }) => parts.pauses.noteAppeal(PAUSED),
    'a member': ({ parts }) => parts.pauses.noteAppeal(MEMBER),
  },
  'DrainOrder.forget': { 'an order': ({ parts }) => parts.drain.forget() },
  orderDrain: 'a program of its own: one statement',
  undoDrain: 'as above',
  orderProcessDrain: 'a program of its own, which changes one column that no piece reads to decide',
  undoProcessDrain: 'as above',
  keepOut: 'as above',
  lift: 'as above',
  endPause: 'a program of its own, under the lock of its member',
  runStep: 'a migration: nobody else writes',
  copyTables: 'SQLite only',
  recordRevocations: 'a restored backup: nobody else writes',
  'Transfer.#commit': 'a copy of a database: nobody else writes',
} satisfies Acts;

/** Takes each job as it is between two transactions of an erasure, which no order of the two as a whole equals. */
function takingOver(atMost: number) {
  return {
    run: ({ log }: Writer) =>
      log.change((changing) => takeOver(changing, { from: '', to: 'taker', atMost })),
    only: /^(?!Erasure)/,
  };
}
