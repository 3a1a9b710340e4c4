import SQLite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { transitions } from '../../../src/store/migrations.ts';
import { bringToSchema, schemaBefore } from '../../support/old-schema.ts';

const NEW_JOB = `INSERT INTO jobs (id, interaction_id, answered_interaction_id, message_id, erased_at,
    token_expires_at, guild_id, channel_id, user_id, state, settings, models, uses_face, created_at)
  VALUES (?, ?, ?, ?, ?, 1, 'g', 'c', 'u', 'completed', '{}', '{}', 0, 1)`;

/** Rows of the version before, in which `erased-` and a job's id stood in the place of interactions' ids. */
function migrated(...rows: readonly (readonly (string | number | null)[])[]) {
  const sqlite = new SQLite(':memory:');
  onTestFinished(() => {
    sqlite.close();
  });
  const before = schemaBefore(transitions);
  bringToSchema(sqlite, before);
  for (const row of rows) sqlite.prepare(NEW_JOB).run(...row);
  bringToSchema(sqlite, before + 1);
  return sqlite;
}

const REST = `SELECT interaction_id, answered_interaction_id, message_id, message_gone_at
  FROM jobs WHERE id = ?`;

describe('the row of a job', () => {
  it('that is not erased stays as it was', () => {
    const sqlite = migrated(['a', '11', '12', '13', null]);
    expect(sqlite.prepare(REST).raw().get('a')).toEqual(['11', '12', '13', null]);
  });

  it('that is erased names no interaction that asked for it', () => {
    const sqlite = migrated(['a', 'erased-a', '12', '13', 7]);
    expect(sqlite.prepare(REST).raw().get('a')).toEqual([null, '12', '13', null]);
  });

  it('whose message is gone says since when it is erased, and answers nothing', () => {
    const sqlite = migrated(['a', 'erased-a', 'erased-a', null, 7]);
    expect(sqlite.prepare(REST).raw().get('a')).toEqual([null, '', null, 7]);
  });

  it('whose message is known again after that still has it', () => {
    const sqlite = migrated(['a', 'erased-a', 'erased-a', '13', 7]);
    expect(sqlite.prepare(REST).raw().get('a')).toEqual([null, '', '13', null]);
  });

  it('is the only one of its interaction, and any number may have none', () => {
    const sqlite = migrated(['a', '11', '12', null, null]);
    const more = sqlite.prepare(NEW_JOB);
    expect(() => more.run('b', '11', '12', null, null)).toThrow('UNIQUE');
    more.run('c', null, '12', null, 7);
    more.run('d', null, '12', null, 7);
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});
