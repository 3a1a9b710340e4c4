import { expect, it } from 'vitest';
import { forgetConsents, forgetJobs, inCommit } from '../../src/privacy/sql/retention.ts';
import { PersonDefaults, PersonSettings } from '../../src/privacy/sql/member-settings.ts';
import { Presets } from '../../src/privacy/sql/presets.ts';
import { FROM_THE_OLDEST } from '../../src/store/queries.ts';
import { facePicture, keptPicture, preparedFace } from '../support/face-picture.ts';
import { BY_BUTTON, LogBench } from '../support/log-bench.ts';
import { finishedFrom } from '../support/made-from.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';
import { openPglite } from '../support/pglite.ts';

const ADA = '400000000000000001';
const BEN = '400000000000000002';

// One test, since starting PGlite takes longer than the rest.
it('the whole record is kept by the SQL for PostgreSQL, without a server', async () => {
  const database = await openPglite();
  const bench = new LogBench(() => database);
  const { store, clock, log } = bench;

  // The life of a job, from its photo to its picture.
  const asked = await bench.jobIn('preparing', { pictures: [facePicture()] });
  const photo = Buffer.from('a photo');
  await log.keepPictures(asked.id, [preparedFace(photo)]);
  expect(await keptPicture(log, asked.id)).toEqual(photo);
  const { jobs } = await log.claimNext({ maxJobsInFlight: 1 }, 9);
  expect(jobs.map(({ id }) => id)).toEqual([asked.id]);
  for (const state of ['queued', 'running', 'completed'] as const) await bench.move(asked, state);
  await store.settled();
  expect(await keptPicture(log, asked.id)).toBeUndefined();
  expect((await bench.eventsOf(asked)).at(-1)?.toState).toBe('completed');
  expect(Object.fromEntries(await log.jobs.countByState())).toEqual({ completed: 1 });

  // A report, what follows for a picture made from that one, and the decision.
  const source = await finishedFrom(bench, []);
  const made = await finishedFrom(bench, [source], { userId: BEN });
  const { reports, following, erasure } = peopleParts(bench);
  const filing = { id: 'r1', jobId: source.id, reporterId: BEN, reason: 'minor' as const };
  await reports.file({ ...filing, lapsesAt: clock.now() + 1_000 });
  await following.follow();
  expect([(await bench.find(source)).visibility, (await bench.find(made)).visibility]).toEqual([
    'hidden',
    'hidden',
  ]);
  await reports.decide('r1', 'restored', '5');
  await following.follow();
  expect((await bench.find(source)).visibility).toBe('shown');

  // Settings and presets.
  const settings = new PersonSettings(store);
  await settings.change(ADA, { private: true });
  expect(await settings.of(ADA)).toMatchObject({ private: true });
  const defaults = new PersonDefaults(store);
  await defaults.change(ADA, 'text', { steps: 9 });
  expect(await defaults.of(ADA, 'text')).toEqual({ steps: 9 });
  const presets = new Presets(store, clock);
  const owner = { kind: 'person', id: ADA } as const;
  await presets.save(owner, { name: 'Ink', before: 'ink' }, ADA);
  expect(await presets.named(owner, 'iNK')).toMatchObject({ number: 1 });

  // A piece that fails leaves nothing.
  const failing = store.write(async (trx) => {
    await trx.deleteFrom('jobs').execute();
    throw new Error('a bug');
  });
  await expect(failing).rejects.toThrow('a bug');
  expect(await bench.find(source)).toMatchObject({ id: source.id });

  // An erasure, then retention.
  const consent = { jobId: 'gone', userId: BEN, guildId: '2', givenAt: 1, ...BY_BUTTON };
  await bench.db.insertInto('consents').values(consent).execute();
  await erasure.erase(ADA, clearNothing);
  expect(await presets.of(owner)).toEqual([]);
  expect(await defaults.recipesOf(ADA)).toEqual(new Set());
  await clock.advance(1_000);
  await inCommit(store, forgetConsents, clock.now(), 0);
  expect(await bench.db.selectFrom('consents').selectAll().execute()).toEqual([]);
  await bench.db.updateTable('jobs').set({ pictures: '[]' }).execute();
  await log.note.shown(made.id, (await bench.find(made)).revision);
  const { forgotten } = await inCommit(store, forgetJobs, clock.now(), FROM_THE_OLDEST);
  expect(forgotten).toBeGreaterThan(0);
});
