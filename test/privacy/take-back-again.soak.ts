import {
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../src/store/backup.ts';
import { openDatabase, type OpenDatabase } from '../../src/store/database.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import { NO_LIMITS } from '../../src/jobs/sql/limits.ts';
import { erasedPeople } from '../../src/store/migrations.ts';
import { FolderPictures } from '../../src/images/folder-pictures.ts';
import { openPseudonyms } from '../../src/store/key-file.ts';
import { restore } from '../../src/privacy/restore.ts';
import { Retention } from '../../src/privacy/retention.ts';
import { Pauses } from '../../src/jobs/sql/pauses.ts';
import { PersonDefaults, PersonSettings } from '../../src/privacy/sql/member-settings.ts';
import { Presets } from '../../src/privacy/sql/presets.ts';
import { Turns } from '../../src/engines/turns.ts';
import { BY_BUTTON, LogBench } from '../support/log-bench.ts';
import { finishedFrom } from '../support/made-from.ts';
import { clearNothing, peopleParts } from '../support/people-parts.ts';
import { slicing } from '../support/slicing.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { facePicture } from '../support/face-picture.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ADA = '400000000000000001';
const BEN = '400000000000000002';
const PROMPT = 'a lighthouse';
const INK = { name: 'ink', before: 'ink' };

/** A log whose people have things erased, and copies of it that are put back. */
class Archive {
  readonly bench = new LogBench();
  readonly copy = join(tempFolder(), 'copy.sqlite');
  readonly keyPath = `${this.bench.path}.key`;
  readonly pseudonym = openPseudonyms(this.keyPath);
  log = this.#log();

  #log() {
    return new JobLog(this.bench.store, this.bench.clock, NO_LIMITS, this.pseudonym);
  }

  get people() {
    const { store, clock } = this.bench;
    return peopleParts({ store, log: this.log, clock });
  }

  get erasure() {
    return this.people.erasure;
  }

  /** A finished job, its message known and gone. */
  async job(userId: string): Promise<string> {
    const { id } = await this.bench.jobIn('failed', { userId });
    await this.log.note.shown(id, 9);
    return id;
  }

  backUp(): void {
    backUp(this.bench.path, this.copy);
  }

  /** Removes what is old. */
  async retain(): Promise<void> {
    const { store, clock, path } = this.bench;
    const retention = new Retention({
      store,
      clock,
      reports: this.people.reports,
      erasure: this.erasure,
      deleteMessages: () => undefined,
      clockIsRight: () => Promise.resolve(true),
      pictures: new FolderPictures(`${path}.files`),
      turns: new Turns(),
      logger: pino({ level: 'silent' }),
      resultRetentionMs: DAY,
      logRetentionMs: 30 * DAY,
      safetyRecordMs: 0,
    });
    retention.start();
    // Once it has removed all of it, it waits for the next time.
    do await clock.advance(1);
    while (clock.sleeping === 0);
    await retention.stop();
  }

  /** Puts the copy in the place of the database, which nobody has open any more. */
  async putBack() {
    const { path, clock } = this.bench;
    await this.bench.close();
    const { keyPath, copy: file } = this;
    const { copy } = await restore({ file, path, keyPath, clock, slicing: slicing() });
    return copy;
  }

  /** What the database that was put back says. */
  async look<T>(question: (db: OpenDatabase['db']) => Promise<T>): Promise<T> {
    const database = openDatabase(this.bench.path);
    const answer = await question(database.db);
    await database.close();
    return answer;
  }

  /** What the database that was put back shows of each picture, once its bot has followed what is to be. */
  async standing(): Promise<string[]> {
    const { path, clock } = this.bench;
    const database = openDatabase(path);
    const { db, store } = database;
    const log = new JobLog(store, clock, NO_LIMITS, this.pseudonym);
    await peopleParts({ store, log, clock }).following.follow();
    const rows = await db.selectFrom('jobs').select('visibility').execute();
    await database.close();
    return rows.map(({ visibility }) => visibility);
  }

  jobs() {
    return this.look((db) =>
      db.selectFrom('jobs').select(['id', 'userId', 'params']).orderBy('id').execute(),
    );
  }
}

describe('a copy that is put back', () => {
  it('forgets who had everything erased since, though the database has forgotten them too', async () => {
    const archive = new Archive();
    const [adas, bens] = [await archive.job(ADA), await archive.job(BEN)];
    archive.backUp();
    await archive.erasure.erase(ADA, clearNothing);
    await archive.log.note.messageGone(adas);
    await archive.bench.clock.advance(2 * DAY);
    await archive.retain();
    expect(await archive.log.jobs.find(adas)).toBeUndefined();
    expect(await archive.putBack()).toMatchObject({ people: 1, unknownBecause: undefined });
    const [first, second] = await archive.jobs();
    expect(first).toMatchObject({ id: adas, userId: archive.pseudonym(ADA) });
    expect(first?.params).not.toContain(PROMPT);
    expect(second).toMatchObject({ id: bens, userId: BEN });
    expect(second?.params).toContain(PROMPT);
    expect(readFileSync(archive.bench.path).includes(ADA)).toBe(false);
  });

  it('forgets refused prompts of whoever was erased since, of whom it has nothing else', async () => {
    const archive = new Archive();
    const { store, clock } = archive.bench;
    const pauses = new Pauses({ store, clock, pseudonym: archive.pseudonym, after: 3 });
    for (const id of [ADA, BEN]) await pauses.noteTry(id, PROMPT);
    archive.backUp();
    await archive.erasure.erase(ADA, clearNothing);
    await archive.putBack();
    const tries = await archive.look((db) =>
      db.selectFrom('safetyTries').select('person').execute(),
    );
    expect(tries).toEqual([{ person: archive.pseudonym(BEN) }]);
  });

  it('forgets their name wherever it stands', async () => {
    const archive = new Archive();
    await archive.job(BEN);
    const event = { guildId: '1', at: 1, byUser: ADA, what: 'blocked', userId: BEN };
    await archive.bench.db.insertInto('moderationEvents').values(event).execute();
    archive.backUp();
    await archive.erasure.erase(ADA, clearNothing);
    expect(await archive.putBack()).toMatchObject({ people: 1 });
    expect(readFileSync(archive.bench.path).includes(ADA)).toBe(false);
    expect(readFileSync(archive.bench.path).includes(BEN)).toBe(true);
  });

  it.each<[string, (presets: Presets, bench: LogBench) => Promise<unknown>]>([
    ['chose', (_, { store }) => new PersonSettings(store).change(ADA, { spoiler: true })],
    [
      'make pictures with',
      (_, { store }) => new PersonDefaults(store).change(ADA, 'text', { cfg: 5 }),
    ],
    ['keep for themselves', (presets) => presets.save({ kind: 'person', id: ADA }, INK, ADA)],
    ['made for a server', (presets) => presets.save({ kind: 'server', id: '1' }, INK, ADA)],
    [
      'posted and are asked for',
      (_, bench) =>
        bench.create({
          state: 'awaiting_consent',
          userId: BEN,
          pictures: [facePicture({ url: 'https://cdn.test/me.jpg', size: 5 })],
          asks: { userId: ADA, messageId: '9' },
        }),
    ],
  ])('forgets what people %s, of whom it knows nothing else', async (_, choose) => {
    const archive = new Archive();
    const { store, clock } = archive.bench;
    await choose(new Presets(store, clock), archive.bench);
    archive.backUp();
    await archive.erasure.erase(ADA, clearNothing);
    expect(await archive.putBack()).toMatchObject({ people: 1 });
    expect(readFileSync(archive.bench.path).includes(ADA)).toBe(false);
  });

  it('forgets who asked for it when the bot ended', async () => {
    const archive = new Archive();
    await archive.job(ADA);
    archive.backUp();
    const asked = { userId: ADA, askedAt: archive.bench.clock.now() };
    await archive.bench.db.insertInto('erasures').values(asked).execute();
    expect(await archive.putBack()).toMatchObject({ people: 1 });
    expect(readFileSync(archive.bench.path).includes(ADA)).toBe(false);
  });

  it('keeps what somebody gave after it, who was erased before it was made', async () => {
    const archive = new Archive();
    await archive.job(ADA);
    await archive.erasure.erase(ADA, clearNothing);
    await archive.bench.clock.advance(1);
    const later = await archive.job(ADA);
    archive.backUp();
    expect(await archive.putBack()).toMatchObject({ people: 0 });
    expect(await archive.jobs()).toContainEqual(
      expect.objectContaining({ id: later, userId: ADA }),
    );
  });

  it('keeps on record who was erased, for a copy that is older still', async () => {
    const archive = new Archive();
    await archive.job(ADA);
    archive.backUp();
    const older = readFileSync(archive.copy);
    await archive.erasure.erase(ADA, clearNothing);
    rmSync(archive.copy);
    backUp(archive.bench.path, archive.copy);
    await archive.putBack();
    writeFileSync(archive.copy, older);
    expect(await archive.putBack()).toMatchObject({ people: 1 });
    expect(readFileSync(archive.bench.path).includes(ADA)).toBe(false);
  });

  it('knows which consents were withdrawn since', async () => {
    const archive = new Archive();
    const pictures = [facePicture({ url: 'https://cdn.test/me.jpg', size: 5 })];
    const { id } = await archive.bench.jobIn('awaiting_consent', { userId: ADA, pictures });
    const answer = { interactionId: '7', interactionToken: 't', tokenExpiresAt: 1 };
    await archive.log.confirm(id, BY_BUTTON, answer);
    archive.backUp();
    await archive.erasure.withdrawConsents(ADA);
    expect(await archive.putBack()).toMatchObject({ people: 0, consents: 1 });
    const consents = await archive.look((db) => db.selectFrom('consents').selectAll().execute());
    expect(consents).toMatchObject([{ jobId: id, withdrawnAt: archive.bench.clock.now() }]);
  });

  it.each([
    ['withdrew since', (archive: Archive) => archive.erasure.withdrawConsents(BEN)],
    ['gave who was erased since', (archive: Archive) => archive.erasure.erase(BEN, clearNothing)],
  ])('has what others made removed, with a consent that somebody %s', async (_, takeBack) => {
    const archive = new Archive();
    const { bench } = archive;
    const { id: jobId, guildId } = await finishedFrom(bench, [], { userId: ADA });
    await finishedFrom(bench, [{ id: jobId }], { userId: ADA });
    const consent = { jobId, userId: BEN, guildId, givenAt: 1, ...BY_BUTTON };
    await bench.db.insertInto('consents').values(consent).execute();
    archive.backUp();
    await takeBack(archive);
    await archive.putBack();
    expect(await archive.standing()).toEqual(['removed', 'removed']);
  });

  it('is put back all the same where the database cannot be read, which is said', async () => {
    const archive = new Archive();
    await archive.job(ADA);
    archive.backUp();
    await archive.bench.close();
    const handle = openSync(archive.bench.path, 'r+');
    writeSync(handle, Buffer.alloc(statSync(archive.bench.path).size, 7), 0);
    closeSync(handle);
    expect(await archive.putBack()).toMatchObject({ unknownBecause: 'file is not a database' });
    expect(await archive.jobs()).toMatchObject([{ userId: ADA }]);
  });

  it('is put back all the same where the key is not there, which is said', async () => {
    const archive = new Archive();
    await archive.job(ADA);
    archive.backUp();
    await archive.erasure.erase(ADA, clearNothing);
    rmSync(archive.keyPath);
    const unknownBecause = expect.stringContaining(
      `the key file ${archive.keyPath} is missing`,
    ) as unknown;
    expect(await archive.putBack()).toMatchObject({ people: 0, unknownBecause });
  });

  it('learns it from a database of before who was erased was put on record', async () => {
    const archive = new Archive();
    await archive.job(ADA);
    archive.backUp();
    await archive.erasure.erase(ADA, clearNothing);
    await archive.bench.close();
    const sqlite = new SQLite(archive.bench.path);
    sqlite.exec('DROP TABLE erased_people');
    sqlite.pragma(`user_version = ${Number(sqlite.pragma('user_version', { simple: true })) - 1}`);
    sqlite.close();
    expect(await archive.putBack()).toMatchObject({ people: 1, unknownBecause: undefined });
    expect(readFileSync(archive.bench.path).includes(ADA)).toBe(false);
  });
});

describe('that somebody was erased', () => {
  const onRecord = ({ db }: LogBench) => db.selectFrom('erasedPeople').selectAll().execute();

  it('is on record by pseudonym for as long as rows are kept', async () => {
    const archive = new Archive();
    await archive.job(ADA);
    const askedAt = archive.bench.clock.now();
    await archive.erasure.erase(ADA, clearNothing);
    await archive.bench.clock.advance(30 * DAY - HOUR);
    await archive.retain();
    expect(await onRecord(archive.bench)).toEqual([{ pseudonym: archive.pseudonym(ADA), askedAt }]);
    await archive.bench.clock.advance(2 * HOUR);
    await archive.retain();
    expect(await onRecord(archive.bench)).toEqual([]);
  });

  it('is put on record for those who are on their way out when the version comes', async () => {
    const archive = new Archive();
    await archive.job(ADA);
    await archive.erasure.erase(ADA, clearNothing);
    const before = await onRecord(archive.bench);
    expect(before).toHaveLength(1);
    const sqlite = new SQLite(archive.bench.path);
    sqlite.exec(`DROP TABLE erased_people; ${erasedPeople}`);
    sqlite.close();
    expect(await onRecord(archive.bench)).toEqual(before);
  });
});
