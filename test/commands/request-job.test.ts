import { ChannelType, PermissionsBitField } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { requestJob } from '../../commands/request/request-job.ts';
import { recipesOf } from '../../src/recipes/recipe.ts';
import { image } from '../../src/recipes/image.ts';
import { builtInRecipes } from '../../src/recipes/built-in.ts';
import { requestOf, type StoredRequest } from '../../src/recipes/stored-request.ts';
import { BotError } from '../../src/errors/errors.ts';
import { PICTURE_PERMISSIONS } from '../../src/discord/interactions/permissions.ts';
import { openJobs } from '../../src/bot/open-jobs.ts';
import { openStore } from '../../src/bot/open-store.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { type Limits, NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { en } from '../../src/say/en/en.ts';
import { wordingVersion } from '../../src/say/wording-version.ts';
import { opening } from '../bot/opening.ts';
import { collage } from '../support/collage.ts';
import { FLUX, flux, fluxRequest } from '../support/flux.ts';
import { publicRecipe } from '../support/public-recipe.ts';
import {
  sampleFaceRequest,
  sampleRequest,
} from '../../packages/stand-ins/playground/cards/sample-job.ts';
import { screening } from '../support/screening.ts';
import { sketch } from '../support/sketch.ts';

const recipes = recipesOf([...builtInRecipes.values(), sketch, collage, flux, publicRecipe]);
const sketchRequest = requestOf(sketch, { ...sketch.request.parse({ prompt: 'a fox' }), seed: 7 });
const collageRequest = requestOf(collage, { prompt: 'two friends' });

const interaction = {
  id: '1300000000000000001',
  token: 'a-token',
  guildId: '300000000000000001',
  place: 'server' as const,
  byUserInstall: false,
  guestIn: undefined,
  channel: { id: '350000000000000001', type: 0, nsfw: false, parentId: undefined },
  user: { id: '400000000000000001', name: 'Ada' },
  command: undefined,
  permissions: 0n,
  roles: [],
  appPermissions: PermissionsBitField.resolve(PICTURE_PERMISSIONS),
  locale: 'en-GB',
  guildLocale: 'de',
  attachmentSizeLimit: 52_428_800,
  entitlements: [],
};

/** What requests are written down with, where pictures that show nobody can be asked for as well. */
async function services(env: Readonly<Record<string, string>> = {}, limits: Limits = NO_LIMITS) {
  const given = opening(env);
  const record = await openStore(given);
  const log = new JobLog(record.store, given.clock, limits, record.pseudonym, recipes);
  const { destinations, gpuTime, serverGpuTime, spending, storage } = openJobs(given, {
    ...record,
    log,
    recipes,
  });
  return {
    log,
    clock: given.clock,
    recipes,
    models: given.config.models,
    faces: true,
    screening,
    pauses: record.pauses,
    blocks: record.blocks,
    personSettings: record.personSettings,
    spoilerRules: record.spoilerRules,
    serverLanguages: record.serverLanguages,
    serverRules: record.serverRules,
    featured: undefined,
    commandPermissions: { require: () => Promise.resolve() },
    servers: { worksOutside: false },
    openDirect: () => Promise.resolve('360000000000000001'),
    destinations,
    gpuTime,
    serverGpuTime,
    spending,
    storage,
    newId: () => 'k3f9x2ab',
    lookUpChannel: () => Promise.resolve(undefined),
    consents: () => record.store.read.selectFrom('consents').selectAll().execute(),
  };
}

const photo = { url: 'https://cdn.example/a.png', size: 3 };
const portrait = { option: 'portrait', attachment: photo };
const mask = { option: 'mask', attachment: photo };
const friend = { option: 'friend', attachment: photo };

/** The pictures of one request of each kind, with what it is for. */
const WITH = {
  face: { request: sampleFaceRequest(), pictures: [{ option: 'face', attachment: photo }] },
  sketch: { request: sketchRequest, pictures: [{ option: 'start', attachment: photo }] },
  several: { request: collageRequest, pictures: [portrait, mask, friend] },
  words: { request: sketchRequest },
} as const;

describe('consent', () => {
  it.each([
    ['somebody, which is asked for', 'awaiting_consent', WITH.face],
    ['nobody, which is not', 'accepted', WITH.sketch],
    ['several people, which is asked for once', 'awaiting_consent', WITH.several],
  ])('to a picture of %s', async (_, state, asked) => {
    const reply = await requestJob(interaction, asked, await services());
    const { attachmentSizeLimit } = interaction;
    expect(reply).toMatchObject({ kind: 'job', job: { state, attachmentSizeLimit } });
  });

  it('is not asked for where a picture that may go in was left out', async () => {
    const reply = await requestJob(interaction, WITH.words, await services());
    expect(reply).toMatchObject({ job: { state: 'ready', wanted: { picture: false } } });
  });

  it.each([
    ['is put on record', 1, WITH.face],
    ['is not, where a picture shows nobody', 0, WITH.sketch],
    ['is put on record once for several', 1, WITH.several],
  ])('that is given with the command %s', async (_, count, asked) => {
    const used = await services();
    await requestJob(interaction, { ...asked, consented: true }, used);
    expect(await used.consents()).toHaveLength(count);
  });
});

describe('the words of consent', () => {
  it.each([
    ['a face', WITH.face, en.consent.face],
    ['several pictures', WITH.several, en.consent.pictures],
  ])('to %s are on record as they were shown', async (_, asked, { wording }) => {
    const used = await services();
    await requestJob(interaction, { ...asked, consented: true }, used);
    expect(await used.consents()).toMatchObject([
      { wordingVersion: wordingVersion(wording), wording },
    ]);
  });
});

describe('a request for what is made at another endpoint', () => {
  it("is written down for that one's line, and any other for that of the bot's own", async () => {
    const queues: unknown[] = [];
    for (const request of [fluxRequest(), sampleRequest()]) {
      const reply = await requestJob(interaction, { request }, await services());
      queues.push(reply.kind === 'job' ? reply.job.queue : reply);
    }
    expect(queues).toEqual([FLUX, '']);
  });

  it.each([
    ['is refused there is not taken down, though others are', FLUX, 'refused', 'taken'],
    [
      'is refused elsewhere is taken down, though others are not',
      'an-endpoint',
      'taken',
      'refused',
    ],
  ] as const)('with a key that %s', async (_, endpointId, there, here) => {
    const used = await services();
    const endpoint = used.destinations.at(endpointId);
    endpoint?.access.note({ use: 'POST', endpointId, status: 401 });
    const verdict = async (request: StoredRequest, id: string) =>
      requestJob({ ...interaction, id }, { request }, { ...used, newId: () => `new-${id}` }).then(
        () => 'taken',
        (error: unknown) => (error instanceof BotError ? error.code : error),
      );
    const expected = { taken: 'taken', refused: 'key_refused' } as const;
    expect([await verdict(fluxRequest(), '1'), await verdict(sampleRequest(), '2')]).toEqual([
      expected[there],
      expected[here],
    ]);
  });
});

describe('the pictures of a request', () => {
  it('are written down with what each is for, and whether it may show somebody', async () => {
    const used = await services();
    const { request } = WITH.several;
    const attachment = { url: 'https://cdn.example/b.png', size: 4 };
    const pictures = [friend, { ...mask, attachment }, portrait];
    await requestJob(interaction, { request, pictures, consented: true }, used);
    const job = await used.log.jobs.find('k3f9x2ab');
    expect(job?.attachments).toEqual([
      { option: 'portrait', ...photo },
      { option: 'mask', ...attachment },
      { option: 'friend', ...photo },
    ]);
    expect(job?.wanted.inputs).toEqual([
      { option: 'portrait', person: true },
      { option: 'mask', person: false },
      { option: 'friend', person: true },
    ]);
  });

  it('are missing one without which its recipe cannot do', async () => {
    const asked = requestJob(interaction, { ...WITH.several, pictures: [mask] }, await services());
    const facts = { option: 'portrait', problem: 'missing' };
    await expect(asked).rejects.toMatchObject({ code: 'bad_option', facts });
  });
});

describe('how many pictures a request is for', () => {
  const params = { ...image.request.parse({ prompt: 'a fox' }), seed: 7 };
  const pictures = [{ option: 'image', attachment: photo }];

  it.each([
    ['what it says', 3, { request: requestOf(image, { ...params, count: 3 }), pictures }],
    ['one, where it says nothing', 1, WITH.words],
  ])('is %s', async (_, count, asked) => {
    const reply = await requestJob(interaction, asked, await services());
    expect(reply).toMatchObject({ kind: 'job', job: { count } });
  });

  it('counts where another request waits for it', async () => {
    const used = await services({}, { ...NO_LIMITS, atOncePerPerson: 1, waitingPerPerson: 1 });
    await requestJob(interaction, WITH.words, used);
    const second = { ...interaction, id: '1300000000000000003' };
    await requestJob(second, WITH.words, { ...used, newId: () => 'k3f9x2ac' });
    const more = { request: requestOf(image, { ...params, count: 2 }), pictures };
    const again = { ...interaction, id: '1300000000000000002' };
    await expect(requestJob(again, more, used)).rejects.toMatchObject({
      code: 'too_many_waiting',
      facts: { count: 1 },
    });
  });
});

describe('a bot that takes no pictures of people', () => {
  it.each([
    ['a face', WITH.face],
    ['any picture that may show somebody', WITH.several],
  ])('refuses %s', async (_, asked) => {
    const request = requestJob(interaction, asked, { ...(await services()), faces: false });
    await expect(request).rejects.toMatchObject({ code: 'faces_off' });
  });

  it('takes one that shows nobody', async () => {
    const reply = await requestJob(interaction, WITH.sketch, {
      ...(await services()),
      faces: false,
    });
    expect(reply).toMatchObject({ kind: 'job', job: { state: 'accepted' } });
  });
});

describe('a picture that is billed by itself', () => {
  const request = requestOf(publicRecipe, { prompt: 'hills' });

  it('has its price on record', async () => {
    const reply = await requestJob(interaction, { request }, await services());
    expect(reply).toMatchObject({ kind: 'job', job: { priceMicros: 157 } });
  });

  it('is refused before it would pass what may be spent in a day', async () => {
    const used = await services({ MAX_SPEND_PER_DAY_USD: '0.000156' });
    await expect(requestJob(interaction, { request }, used)).rejects.toThrow('money_spent');
    expect(await used.log.jobs.countByState()).toEqual(new Map());
  });

  it('is refused while those under way need what is left', async () => {
    const used = await services({ MAX_SPEND_PER_DAY_USD: '0.0002' });
    await requestJob(interaction, { request }, used);
    const again = { ...interaction, id: '1300000000000000002' };
    await expect(requestJob(again, { request }, used)).rejects.toThrow('money_promised');
  });
});

describe('the limits of a server', () => {
  const boosters = { kind: 'role', id: '500000000000000001' } as const;
  const asBooster = { ...interaction, roles: [boosters.id] };

  it('hold in direct messages by the roles of the request that is continued there', async () => {
    const used = await services();
    const limit = { subject: boosters, limit: 'count', value: 1 } as const;
    await used.serverRules.change(interaction.guildId, limit, '9');
    const first = await requestJob(asBooster, { request: sampleRequest(), private: true }, used);
    if (first.kind !== 'job') throw new Error('no job was made');
    expect(first.job.roles).toEqual([boosters.id]);
    const direct = { ...interaction, id: '1300000000000000002', guildId: undefined };
    const origin = {
      job: first.job.id,
      step: 'again',
      picture: undefined,
      message: undefined,
    } as const;
    const asking = requestJob(direct, { request: sampleRequest({ count: 2 }), origin }, used);
    await expect(asking).rejects.toThrow('rule_forbids');
  });

  it('count a thread as its parent, and no channel as its category', async () => {
    const used = await services();
    const limit = {
      subject: { kind: 'server' },
      limit: 'channels',
      value: ['300000000000000077'],
    } as const;
    await used.serverRules.change(interaction.guildId, limit, '9');
    const { channel } = interaction;
    const inCategory = { ...interaction, channel: { ...channel, parentId: '300000000000000077' } };
    const request = { request: sampleRequest() };
    await expect(requestJob(inCategory, request, used)).rejects.toThrow('rule_forbids');
    const thread = { ...channel, type: ChannelType.PublicThread, parentId: '300000000000000077' };
    const inThread = { ...interaction, channel: thread };
    expect(await requestJob(inThread, request, used)).toMatchObject({ kind: 'job' });
  });
});
