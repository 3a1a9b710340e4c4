import SQLite from 'better-sqlite3';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { recipes, SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { bringToSchema, schemaBefore } from '../support/old-schema.ts';
import { sampleJob, sampleParams } from '../../packages/stand-ins/playground/cards/sample-job.ts';
import type { CrashDatabase } from './database.ts';
import type { Scenario } from './play.ts';
import type { CrashStage } from './stage.ts';

/**
 * A bot that finds a database of that schema, 0 for none, with a job in it that somebody asked for
 * just before, and was not answered. After the kill it has to be of that schema still.
 */
export function onDatabaseOf(version: number): Scenario {
  return {
    play: async (stage, point) => {
      if (version > 0) {
        await bringTo(stage.database, version);
        await leaveJob(stage, version);
      }
      stage.start(point);
    },
    afterKill: async ({ database }) => {
      expect(await database.version()).toBe(version === 0 ? undefined : version);
    },
  };
}

async function bringTo(database: CrashDatabase, version: number): Promise<void> {
  if (database.kind === 'postgres') {
    // It has no older ones yet.
    expect(version).toBe(SCHEMA_VERSION);
    await database.make();
    return;
  }
  const sqlite = new SQLite(database.path);
  bringToSchema(sqlite, version);
  sqlite.close();
}

async function leaveJob({ database, clock, discord }: CrashStage, version: number): Promise<void> {
  const { guild, channels, people } = discord.world;
  const { id, models } = sampleJob();
  const interaction = people.cleo.id;
  const now = clock.now();
  const params = JSON.stringify(sampleParams());
  const [columns, values] =
    version > schemaBefore(recipes)
      ? [sql`recipe, params`, sql`'text', ${params}`]
      : [sql`uses_face, settings`, sql`0, ${params}`];
  await database.use((trx) =>
    sql`INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id,
        channel_id, user_id, state, ${columns}, models, created_at, accepted_at)
      VALUES (${id}, ${interaction}, ${interaction}, ${now}, ${guild.id}, ${channels.general.id},
        ${people.ada.id}, 'accepted', ${values}, ${JSON.stringify(models)}, ${now}, ${now})`.execute(
      trx,
    ),
  );
}
