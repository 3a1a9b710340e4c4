import type { Changing } from '../../src/jobs/sql/changing.ts';
import { withdrawSomeConsents } from '../../src/jobs/sql/consents.ts';
import {
  eraseDecidedJobs,
  type ErasedJobs,
  eraseOneJob,
  eraseSomeJobs,
} from '../../src/jobs/sql/erase-jobs.ts';
import { forgetPauses } from '../../src/jobs/sql/pauses.ts';
import { forgetQuestions } from '../../src/jobs/sql/poster-questions.ts';
import { forgetEntitlements } from '../../src/premium/sql/entitlements.ts';
import { forgetCopies } from '../../src/privacy/sql/data-copies.ts';
import {
  type AskedErasure,
  askErasure,
  forgetErasedPeople,
  nameErasure,
  noteErased,
} from '../../src/privacy/sql/erasures.ts';
import {
  askInstallErasure,
  forgetRemovedInstalls,
  noteInstallErased,
} from '../../src/privacy/sql/removed-installs.ts';
import {
  forgetConsents,
  forgetDeadTokens,
  forgetErased,
  forgetJobs,
  forgetPictures,
  forgetReports,
  inCommit,
} from '../../src/privacy/sql/retention.ts';
import { FROM_THE_OLDEST, type TimeCursor } from '../../src/store/queries.ts';
import type { Act, Acts, Ways } from './acts.ts';
import {
  BUYER,
  HOUR_AGO,
  MEMBER,
  MODERATOR,
  NOW,
  OTHER,
  PAUSED,
  POSTER,
  SERVER,
} from './fixture.ts';
import type { Writer } from './writer.ts';

const OWN = { kind: 'person', id: MEMBER } as const;
const SERVERS = { kind: 'server', id: SERVER } as const;
const PEOPLE = { requester: MEMBER, poster: POSTER, other: OTHER } as const;

/** A slice of each member's erasure. */
function ofEach(slice: (changing: Changing, userId: string) => Promise<unknown>): Ways {
  return Object.fromEntries(
    Object.entries(PEOPLE).map(([who, userId]) => [
      who,
      ({ log }: Writer) => log.change((changing) => slice(changing, userId), 'person'),
    ]),
  );
}

/** A slice that takes a member's id from what is not their own: see `nameErasure`. */
function slice(place: number, userId: string): Act['run'] {
  return ({ log }) =>
    log.change(async (changing) => {
      const run = nameErasure(userId)[place];
      if (!run) throw new Error('there is no such slice');
      return run(changing);
    }, 'person');
}

/** To the end: a slice takes ten jobs. */
function eraseJobs(userId: string): Act['run'] {
  return async ({ log }) => {
    const erased: string[] = [];
    let waiting = 0;
    let from: TimeCursor | undefined = FROM_THE_OLDEST;
    while (from) {
      const asked: AskedErasure & { readonly from: TimeCursor } = { userId, askedAt: NOW, from };
      const slice: ErasedJobs = await log.change((changing) => eraseSomeJobs(changing, asked));
      erased.push(...slice.jobs.map(({ id }) => id));
      waiting += slice.waiting;
      from = slice.next;
    }
    return { erased: erased.toSorted(), waiting };
  };
}

/** To the end: a slice takes five consents, in any order. */
function withdrawConsents(userId: string): Act['run'] {
  return async ({ log }) => {
    let count = 0;
    let isMore = true;
    while (isMore) {
      const slice = await log.change((changing) => withdrawSomeConsents(changing, userId, NOW));
      count += slice.consents;
      isMore = slice.isMore;
    }
    return count;
  };
}

/** Members' data, its erasure, and what is forgotten in time. */
export const privacyActs = {
  'PersonSettings.reset': { 'a member': ({ parts }) => parts.settings.reset(MEMBER) },
  'PersonDefaults.change': {
    'an option': ({ parts }) => parts.defaults.change(MEMBER, 'text', { steps: 30 }),
    'another option': ({ parts }) => parts.defaults.change(MEMBER, 'text', { width: 1024 }),
    'no options': ({ parts }) =>
      parts.defaults.change(MEMBER, 'text', { steps: undefined, width: undefined }),
  },
  'PersonDefaults.reset': { 'a recipe': ({ parts }) => parts.defaults.reset(MEMBER, 'text') },
  'Presets.save': {
    'a change': ({ parts }) => parts.presets.save(OWN, { name: 'night', after: 'late' }, MEMBER),
    'another change': ({ parts }) =>
      parts.presets.save(OWN, { name: 'Night', before: 'x' }, MEMBER),
    'a new one': ({ parts }) => parts.presets.save(OWN, { name: 'day', after: 'sun' }, MEMBER),
    "a server's": ({ parts }) =>
      parts.presets.save(SERVERS, { name: 'night', after: 'late' }, MODERATOR),
    "a server's new one": ({ parts }) =>
      parts.presets.save(SERVERS, { name: 'day', after: 'sun' }, MEMBER),
  },
  'Presets.remove': {
    'their own': ({ parts }) => parts.presets.remove(OWN, 'night'),
    "a server's": ({ parts }) => parts.presets.remove(SERVERS, 'night'),
  },
  'DataCopies.begin': {
    'an export': ({ parts }) => parts.copies.begin(MEMBER),
    'another at once': ({ parts }) => parts.copies.begin(OTHER),
  },
  'DataCopies.#end, removeCopy': {
    'an export': {
      nth: 2,
      run: async ({ parts }) => (await parts.copies.begin(MEMBER)).end(false),
    },
  },
  'DataCopies.#end, noteSent': {
    'an export': { nth: 2, run: async ({ parts }) => (await parts.copies.begin(MEMBER)).end(true) },
  },
  askErasure: {
    'a member': ({ store, clock }) => askErasure(store, MEMBER, clock),
    'one without a request': ({ store, clock }) => askErasure(store, OTHER, clock),
    'a poster': ({ store, clock }) => askErasure(store, POSTER, clock),
  },
  timeOfRequest: 'it reads the clock under the lock of its member',
  'Erasure.#takeBackConsents': {
    requester: withdrawConsents(MEMBER),
    poster: withdrawConsents(POSTER),
    other: withdrawConsents(OTHER),
  },
  'Erasure.#eraseJobs': { requester: eraseJobs(MEMBER), other: eraseJobs(OTHER) },
  'Erasure.eraseJob': {
    'an old one': ({ log }) =>
      log.change((changing) => eraseOneJob(changing, { id: 'old', userId: MEMBER })),
    'a picture': ({ log }) =>
      log.change((changing) => eraseOneJob(changing, { id: 'picture', userId: MEMBER })),
    'a covered one': ({ log }) =>
      log.change((changing) => eraseOneJob(changing, { id: 'covered', userId: MEMBER })),
    'a source': ({ log }) =>
      log.change((changing) => eraseOneJob(changing, { id: 'source', userId: MEMBER })),
    'a running one': ({ log }) =>
      log.change((changing) => eraseOneJob(changing, { id: 'running', userId: MEMBER })),
  },
  'Erasure.resume': { 'marked jobs': ({ log }) => log.change(eraseDecidedJobs, 'person') },
  removeConsents: { 'a requester': slice(0, MEMBER), 'a poster': slice(0, POSTER) },
  removeCopies: { 'a member': slice(1, MEMBER) },
  eraseSettings: { 'a member': slice(2, MEMBER) },
  eraseLifted: { 'a member': slice(3, MEMBER), 'a blocked one': slice(3, PAUSED) },
  erasePauses: { 'a member': slice(4, MEMBER), 'a paused one': slice(4, PAUSED) },
  renameInReports: {
    'a reporter': slice(5, OTHER),
    'another reporter': slice(5, POSTER),
    'a moderator': slice(6, MODERATOR),
  },
  replaceSome: {
    'who cancelled': slice(7, MEMBER),
    'who is asked': slice(8, POSTER),
    'who asked': slice(9, MEMBER),
    'who was asked': slice(10, POSTER),
    'who moderated': slice(11, MODERATOR),
    'who reported': slice(11, OTHER),
    'whose picture it was': slice(12, MEMBER),
    'who changed a limit': slice(13, MODERATOR),
    'whose limit it was': slice(14, MEMBER),
    'who blocked': slice(15, MODERATOR),
    'who bought': slice(16, BUYER),
  },
  'Erasure.noteInstallRemoved': ofEach((changing, userId) =>
    askInstallErasure(changing, { userId, removedAt: NOW }),
  ),
  'Erasure.eraseRemovedInstall': ofEach((changing, userId) =>
    noteInstallErased(changing, { userId, removedAt: NOW }),
  ),
  'Erasure.#carryOut': ofEach((changing, userId) => noteErased(changing, { userId, askedAt: NOW })),
  forgetPictures: {
    'old ones': ({ store }) => inCommit(store, forgetPictures, HOUR_AGO, FROM_THE_OLDEST),
  },
  forgetJobs: { 'old ones': ({ store }) => inCommit(store, forgetJobs, HOUR_AGO, FROM_THE_OLDEST) },
  forgetErased: {
    'old ones': ({ store }) => inCommit(store, forgetErased, HOUR_AGO, FROM_THE_OLDEST),
  },
  forgetConsents: { 'old ones': ({ store }) => inCommit(store, forgetConsents, HOUR_AGO, 0) },
  forgetReports: {
    'old ones': ({ store }) => inCommit(store, forgetReports, HOUR_AGO),
    'all until now': ({ store }) => inCommit(store, forgetReports, NOW),
  },
  forgetDeadTokens: { 'old ones': ({ store }) => inCommit(store, forgetDeadTokens, NOW) },
  forgetQuestions: { 'old ones': ({ store }) => inCommit(store, forgetQuestions, HOUR_AGO) },
  forgetCopies: {
    'old ones': ({ store }) => inCommit(store, forgetCopies, HOUR_AGO),
    'all until now': ({ store }) => inCommit(store, forgetCopies, NOW + 1),
  },
  forgetPauses: {
    'old ones': ({ store }) => inCommit(store, forgetPauses, NOW, 0),
    'after two days': ({ store }) => inCommit(store, forgetPauses, NOW + 2 * 86_400_000, 0),
  },
  forgetEntitlements: {
    'all until now': ({ store }) => inCommit(store, forgetEntitlements, NOW + 1),
  },
  forgetRemovedInstalls: {
    'old ones': ({ store }) => inCommit(store, forgetRemovedInstalls, HOUR_AGO),
  },
  forgetErasedPeople: { 'old ones': ({ store }) => inCommit(store, forgetErasedPeople, HOUR_AGO) },
} satisfies Acts;
