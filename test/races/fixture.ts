import { createHash } from 'node:crypto';
import type { Attachment } from '../../src/images/attachment.ts';
import { type Job, type JobState } from '../../src/jobs/job.ts';
import { PARKED } from '../../src/rules/pause.ts';
import type { JobChanges } from '../../src/jobs/sql/move-job.ts';
import type { NewJob, NewPicture } from '../../src/jobs/sql/new-job.ts';
import { BY_BUTTON, pseudonym } from '../support/log-bench.ts';
import { madeFrom } from '../support/made-from.ts';
import {
  sampleFaceRequest,
  sampleRequest,
} from '../../packages/stand-ins/playground/cards/sample-job.ts';
import type { Entitlement } from '../../src/premium/premium.ts';
import { SKU, type Writer } from './writer.ts';

/*
 * A small database with one of each. Its jobs are named after their state, or after what is special
 * about them.
 */

export const MEMBER = '400000000000000001';
export const POSTER = '400000000000000002';
export const OTHER = '400000000000000003';
export const MODERATOR = '400000000000000004';
export const PAUSED = '400000000000000005';
/** Has credits, some of which a job of theirs uses. */
export const BUYER = '400000000000000006';
export const SERVER = '200000000000000001';
/** A server without a report channel. */
export const UNWATCHED = '200000000000000002';
/** A server that was just resumed. */
export const RESUMED = '200000000000000003';
/** A server where the buyer may make one picture a day. */
export const SHOP = '200000000000000004';
export const CHANNEL = '300000000000000001';
export const REPORTS = '300000000000000002';

const HOUR_MS = 60 * 60_000;
/** When its jobs were requested. */
export const BEFORE = Date.UTC(2030, 0, 1);
/** When the race is. */
export const NOW = BEFORE + 2 * HOUR_MS;
/** Between both. */
export const HOUR_AGO = NOW - HOUR_MS;

export { BY_BUTTON };

export const PAUSE = {
  guildId: UNWATCHED,
  reason: 'pause',
  since: BEFORE,
  until: null,
  revision: 1,
} as const;
export const RESUME = { ...PAUSE, guildId: RESUMED, reason: 'resumed', until: NOW } as const;

/** What the rules of a server ask of a request for one picture. */
export const RULED = {
  roles: [],
  request: { count: 1, command: 'imagine', channels: [], private: false, photos: false },
  gpuMs: 0,
};
const WITH_PHOTO = { ...RULED, request: { ...RULED.request, photos: true } };

export const PHOTO: NewPicture & { readonly attachment: Attachment } = {
  option: 'face',
  person: true,
  attachment: { url: 'https://cdn.example/photo', size: 3 },
};
const PICTURES = [{ file: 'a-1.png', format: 'png' }] as const;

/** The same id for the same name. */
export function idOf(name: string): string {
  const hash = createHash('sha256').update(name).digest();
  return `9${String(hash.readUIntBE(0, 6)).padStart(17, '0')}`;
}

/** An entitlement of the buyer's; the same one for the same name. */
export function entitlementOf(name: string, parts: Partial<Entitlement> = {}): Entitlement {
  return {
    ...{ id: idOf(name), skuId: SKU.credits, owner: { userId: BUYER } },
    ...{ startsAt: null, endsAt: null, deleted: false, consumed: false },
    ...parts,
  };
}

/** A request of a member's; its interaction has the same name. */
export function requestFor(id: string, parts: Partial<NewJob> = {}): NewJob {
  return {
    id,
    state: 'ready',
    interactionId: idOf(id),
    interactionToken: `token-${id}`,
    tokenExpiresAt: NOW + 900_000,
    guildId: SERVER,
    channelId: CHANNEL,
    userId: MEMBER,
    ageRestricted: false,
    request: parts.pictures ? sampleFaceRequest() : sampleRequest(),
    models: { checkpoint: 'c', ipAdapterFile: 'i', clipVisionName: 'v' },
    ...parts,
  };
}

/** Of which a job is made. */
export function from(...sources: readonly string[]): Partial<NewJob> {
  return madeFrom(sources.map((id) => ({ id })));
}

const WAY: Partial<Readonly<Record<JobState, readonly JobState[]>>> = {
  preparing: ['preparing'],
  submitting: ['submitting'],
  queued: ['submitting', 'queued'],
  running: ['submitting', 'queued', 'running'],
  completed: ['submitting', 'queued', 'running', 'completed'],
  failed: ['failed'],
};

/** Fills an empty database. */
export async function fill(writer: Writer): Promise<void> {
  const { log, store } = writer;
  const { prepared, reports, channels, roles, spoilers, rules, blocks, deferrals } = writer.parts;
  const { settings, defaults, presets, pauses } = writer.parts;

  const jobIn = async (
    state: JobState,
    id: string,
    parts: Partial<NewJob> = {},
    changes: JobChanges = {},
  ): Promise<Job> => {
    const request = requestFor(id, { tokenExpiresAt: BEFORE + 900_000, ...parts });
    const isConsented = parts.state !== 'awaiting_consent' && parts.pictures?.some(isPhoto);
    let job = await log.create(request, isConsented ? BY_BUTTON : undefined);
    for (const to of WAY[state] ?? []) {
      job = await log.move(id, to, `to ${to}`, to === state ? changes : {});
    }
    if (!job) throw new Error(`${id} did not come to its state`);
    return job;
  };
  const completed = (id: string, parts: Partial<NewJob> = {}, pictures = true) =>
    jobIn('completed', id, parts, pictures ? { pictures: PICTURES } : {});
  const shown = async (job: Job) => {
    await log.note.message(job, idOf(`message of ${job.id}`));
    await log.note.shown(job.id, job.revision);
  };

  await channels.choose(SERVER, REPORTS, MODERATOR);
  await channels.choose(UNWATCHED, REPORTS, MODERATOR);
  await jobIn('awaiting_consent', 'awaiting', { state: 'awaiting_consent', pictures: [PHOTO] });
  for (const id of ['asking', 'agreed']) {
    await jobIn('awaiting_consent', id, {
      state: 'awaiting_consent',
      pictures: [PHOTO],
      asks: { userId: POSTER, messageId: idOf(`picture ${id}`) },
    });
    // Another question to the same poster comes later.
    await writer.clock.advance(11 * 60_000);
  }
  await log.agree('agreed', BY_BUTTON, POSTER);
  await log.move('agreed', 'preparing', 'to preparing');
  await log.move('agreed', 'ready', 'to ready');
  for (const to of WAY.completed ?? [])
    await log.move('agreed', to, `to ${to}`, { pictures: PICTURES });
  await jobIn('accepted', 'accepted', { state: 'accepted', pictures: [PHOTO] });
  await jobIn('preparing', 'preparing', { state: 'accepted', pictures: [PHOTO] });
  await prepared.keep('preparing', [{ option: 'face', format: 'jpeg', bytes: Buffer.from('abc') }]);
  // Pictures without a job.
  await jobIn('preparing', 'stopped', { state: 'accepted', pictures: [PHOTO] });
  await prepared.keep('stopped', [{ option: 'face', format: 'jpeg', bytes: Buffer.from('abc') }]);
  await log.cancel('stopped', 'cancelled by its requester', MEMBER);
  await jobIn('submitting', 'deferred');
  await log.move('deferred', 'ready', 'deferred', { retryAt: NOW - 1 });
  for (const state of ['ready', 'submitting', 'queued', 'running'] as const)
    await jobIn(state, state);
  await jobIn('ready', 'next', { userId: OTHER });
  await jobIn('ready', 'ruled', { ruled: WITH_PHOTO });
  await jobIn('ready', 'to park', { userId: OTHER, guildId: UNWATCHED });
  await jobIn('ready', 'unreachable', { userId: OTHER, guildId: UNWATCHED, private: 'server' });
  await jobIn('ready', 'parked', { userId: OTHER, guildId: RESUMED });

  await completed('source', { pictures: [PHOTO] });
  await completed('derived', { userId: OTHER, ...from('source') });
  await jobIn('queued', 'making', { userId: OTHER, ...from('source') });
  await completed('picture');
  await shown(await completed('old'));
  await shown(await completed('empty', {}, false));
  await shown(await completed('link', { userId: OTHER, ...from('old') }, false));
  await completed('linked', { ...from('link') });
  const failed = await jobIn('failed', 'failed', { private: 'server' });
  await shown(failed);
  for (const id of ['hidden', 'covered', 'marked', 'reported']) await completed(id);
  await completed('unwatched', { guildId: UNWATCHED });
  await shown(await completed('erased', { userId: OTHER }));
  await log.change((changing) => {
    const erased = changing.trx.updateTable('jobs').where('id', '=', 'erased');
    return erased
      .set({
        ...{ userId: pseudonym(OTHER), interactionId: null, interactionToken: null },
        ...{ pictures: '[]', params: '{}', inputs: null, erasedAt: BEFORE, messageGoneAt: BEFORE },
      })
      .execute();
  });

  const file = async (
    id: string,
    jobId: string,
    reporterId: string,
    reason: 'minor' | 'hateful',
  ) => {
    await reports.file({ id, jobId, reporterId, reason, lapsesAt: NOW + HOUR_MS });
  };
  await file('r-hidden', 'hidden', OTHER, 'minor');
  await file('r-covered', 'covered', OTHER, 'hateful');
  await file('r-covered-too', 'covered', POSTER, 'hateful');
  await file('r-source', 'source', POSTER, 'minor');
  await file('r-unwatched', 'unwatched', OTHER, 'minor');
  await file('r-decided', 'reported', OTHER, 'hateful');
  await reports.decide('r-decided', 'restored', MODERATOR);
  await channels.lose(UNWATCHED, REPORTS);
  const posted = { channelId: REPORTS, messageId: idOf('post') };
  const covered = await reports.find('r-covered');
  if (covered) await reports.notePosted(covered, posted);

  await roles.choose(SERVER, idOf('role'), MODERATOR);
  await spoilers.set(SERVER, true, MODERATOR);
  await blocks.block(SERVER, PAUSED, MODERATOR);
  const photos = { limit: 'photos', value: false } as const;
  await rules.change(SERVER, { subject: { kind: 'member', id: MEMBER }, ...photos }, MODERATOR);
  const { pictures: used } = await log.dayUse({ guildId: SERVER });
  const oneMore = { limit: 'picturesADay', value: used + 1 } as const;
  await rules.change(SERVER, { subject: { kind: 'server' }, ...oneMore }, MODERATOR);
  for (const hold of await log.held.holds()) await log.held.end(hold);
  const { entitlements } = writer.parts;
  const sighting = { asOf: BEFORE, isList: false };
  await entitlements.note(entitlementOf('bought'), sighting);
  await store.write(async (trx) => {
    await trx.updateTable('entitlements').set({ consumeAt: HOUR_AGO }).execute();
  });
  await entitlements.note(entitlementOf('over', { skuId: SKU.raise }), sighting);
  const onePicture = { limit: 'picturesADay', value: 1 } as const;
  await rules.change(SHOP, { subject: { kind: 'member', id: BUYER }, ...onePicture }, MODERATOR);
  await jobIn('awaiting_consent', 'paid', {
    ...{ userId: BUYER, guildId: SHOP, count: 3, pictures: [PHOTO] },
    state: 'awaiting_consent',
    ruled: { ...WITH_PHOTO, request: { ...WITH_PHOTO.request, count: 3 } },
  });
  await entitlements.note(entitlementOf('over', { skuId: SKU.raise, endsAt: BEFORE }), {
    ...sighting,
    asOf: BEFORE + 1,
  });
  const deferral = { token: 'token', kind: 'public', expiresAt: BEFORE } as const;
  await deferrals.note([{ ...deferral, interactionId: idOf('deferred') }]);
  await deferrals.note([{ ...deferral, interactionId: idOf('left'), expiresAt: NOW + 1 }]);
  await deferrals.note([{ ...deferral, interactionId: idOf('expired') }]);
  for (const userId of [MEMBER, OTHER]) {
    await settings.change(userId, { notify: false });
    await defaults.change(userId, 'text', { steps: 20, width: 512 });
  }
  const night = { name: 'night', before: 'at night' };
  await presets.save({ kind: 'person', id: MEMBER }, night, MEMBER);
  await presets.save({ kind: 'server', id: SERVER }, night, MEMBER);
  await pauses.noteTry(MEMBER, 'refused');
  for (const words of ['one', 'other']) await pauses.noteTry(PAUSED, words).catch(() => undefined);

  await store.write(async (trx) => {
    await trx.updateTable('jobs').where('id', '=', 'parked').set({ retryAt: PARKED }).execute();
    await trx.insertInto('serverHolds').values([PAUSE, RESUME]).execute();
    const isPaused = { subjectKind: 'server', subjectId: '', limitName: 'paused', value: 'true' };
    await trx
      .insertInto('serverRules')
      .values({ ...isPaused, guildId: UNWATCHED })
      .execute();
    await trx
      .updateTable('jobs')
      .where('id', '=', 'marked')
      .set({ eraseAskedAt: BEFORE })
      .execute();
    // Pieces as small as these are quickly compared.
    const file = 'stored.png';
    await trx.insertInto('storedPictures').values({ file, size: 6, storedAt: BEFORE }).execute();
    for (const place of [0, 1]) {
      const piece = { file, place, bytes: Buffer.from('abc') };
      await trx.insertInto('storedPicturePieces').values(piece).execute();
    }
    await trx
      .insertInto('dataCopies')
      .values([
        { userId: MEMBER, sentAt: BEFORE },
        { userId: OTHER, sentAt: -NOW },
      ])
      .execute();
    await trx.insertInto('erasures').values({ userId: POSTER, askedAt: NOW }).execute();
    await trx.insertInto('erasures').values({ userId: MEMBER, askedAt: NOW }).execute();
    await trx
      .insertInto('erasedPeople')
      .values({ pseudonym: 'erased-1', askedAt: BEFORE })
      .execute();
    const keptOut = { kind: 'person', reason: 'spam', keptOutAt: BEFORE };
    await trx
      .insertInto('keptOut')
      .values([
        { ...keptOut, subject: MEMBER, liftedAt: BEFORE },
        { ...keptOut, subject: PAUSED },
      ])
      .execute();
    await trx
      .insertInto('posterQuestions')
      .values({
        ...{ jobId: 'picture', messageId: idOf('a picture'), askedAt: BEFORE },
        ...{ askerId: OTHER, posterId: MEMBER },
      })
      .execute();
    await trx
      .insertInto('consents')
      .values({ ...BY_BUTTON, jobId: 'gone', userId: MEMBER, guildId: SERVER, givenAt: BEFORE })
      .execute();
    // One whose job is gone, but not what was derived from it.
    await trx
      .insertInto('consents')
      .values({ ...BY_BUTTON, jobId: 'lost', userId: POSTER, guildId: SERVER, givenAt: BEFORE })
      .execute();
    await trx.insertInto('pictureSources').values({ jobId: 'linked', sourceId: 'lost' }).execute();
    await trx.insertInto('draining').values({ id: 1, since: null }).execute();
  });
}

function isPhoto(picture: NewPicture): boolean {
  return 'attachment' in picture;
}
