import diagnostics from 'node:diagnostics_channel';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backUp } from '../../../src/store/backup.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { preparedFace } from '../../support/face-picture.ts';
import { LogBench } from '../../support/log-bench.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import {
  atFirstPiece,
  atNext,
  NOTHING,
  photo,
  pictures,
  prepared,
} from '../../support/prepared-photo.ts';

/** How many sets of pictures, and how many pieces, are in a database; and how many sets are a job's. */
function keptIn(path: string) {
  const sqlite = new SQLite(path, { readonly: true });
  const [row] = sqlite
    .prepare(
      `SELECT (SELECT count(*) FROM prepared_pictures) AS sets, (SELECT count(job_id) FROM prepared_pictures) AS owned,
         (SELECT count(*) FROM picture_pieces) AS pieces`,
    )
    .all();
  sqlite.close();
  return row;
}

describe('prepared pictures', () => {
  it('are each written in a commit of their own, however many jobs are prepared at once', async () => {
    const bench = new LogBench();
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push((await bench.jobIn('preparing', { pictures })).id);
    const perCommit: number[] = [];
    let seen = 0;
    const onCommit = () => {
      const { pieces } = keptIn(bench.path) as { pieces: number };
      perCommit.push(pieces - seen);
      seen = pieces;
    };
    diagnostics.subscribe('darkroom:store:committed', onCommit);
    onTestFinished(() => {
      diagnostics.unsubscribe('darkroom:store:committed', onCommit);
    });
    await Promise.all(ids.map((id) => bench.log.keepPictures(id, [preparedFace(photo())])));
    expect([Math.max(...perCommit), seen]).toEqual([1, 9]);
  });

  it('are gone from the disk as soon as nobody reads there who came before', async () => {
    const bench = new LogBench();
    const { job, bytes } = await prepared(bench);
    const some = bytes.subarray(0, 200);
    const reader = new SQLite(bench.path, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM jobs').get();
    await bench.move(job, 'cancelled');
    expect(bench.bytesByNow().includes(some)).toBe(true);
    reader.exec('COMMIT');
    reader.close();
    expect((await bench.bytesOnDisk()).includes(some)).toBe(false);
  });

  it('are no part of a backup', async () => {
    const bench = new LogBench();
    await prepared(bench);
    const target = join(tempFolder(), 'copy.sqlite');
    backUp(bench.path, target);
    expect(keptIn(target)).toEqual(NOTHING);
  });
});

describe('after a kill', () => {
  /** The database as a kill leaves it at that moment. */
  function copied({ path }: LogBench): string {
    const copy = join(tempFolder(), 'darkroom.sqlite');
    for (const end of ['', '-wal']) copyFileSync(path + end, copy + end);
    return copy;
  }

  async function started(path: string) {
    const database = openDatabase(path);
    const bytes = Buffer.concat(['', '-wal'].map((end) => readFileSync(path + end)));
    await database.close();
    return { bytes, kept: keptIn(path) };
  }

  it('between two pieces, nothing is left of them by the next start', async () => {
    const bench = new LogBench();
    const job = await bench.jobIn('preparing', { pictures });
    let copy = '';
    atFirstPiece(() => {
      copy = copied(bench);
    });
    const bytes = photo();
    await bench.log.keepPictures(job.id, [preparedFace(bytes)]);
    expect(keptIn(copy)).toEqual({ sets: 1, owned: 1, pieces: 1 });
    const { kept, bytes: left } = await started(copy);
    expect(kept).toEqual(NOTHING);
    expect(left.includes(bytes.subarray(0, 200))).toBe(false);
  });

  it('right behind the end of a job, nothing is left of its pictures by the next start', async () => {
    const bench = new LogBench();
    const { job, bytes } = await prepared(bench);
    // So that the next commit is that of its end.
    await bench.store.settled();
    let copy = '';
    atNext('darkroom:store:committed', () => {
      copy = copied(bench);
    });
    await bench.move(job, 'failed');
    expect(keptIn(copy)).toEqual({ sets: 1, owned: 0, pieces: 3 });
    const { kept, bytes: left } = await started(copy);
    expect(kept).toEqual(NOTHING);
    expect(left.includes(bytes.subarray(0, 200))).toBe(false);
  });

  it('those of a job that waits are still there', async () => {
    const bench = new LogBench();
    await prepared(bench);
    expect((await started(copied(bench))).kept).toEqual({ sets: 1, owned: 1, pieces: 3 });
  });
});
