import SQLite from 'better-sqlite3';
import { expect } from 'vitest';
import { recipes } from '../../src/store/migrations.ts';
import { bringToSchema, schemaBefore } from '../support/old-schema.ts';
import { sampleJob, sampleParams } from '../support/sample-job.ts';
import type { Scenario } from './play.ts';
import type { CrashStage } from './stage.ts';

/**
 * A bot that finds a database of that schema, 0 for none, with a job in it that somebody asked for
 * just before, and was not answered. After the kill it has to be of that schema still.
 */
export function onDatabaseOf(version: number): Scenario {
  return {
    play: (stage, point) => {
      if (version > 0) leaveJob(stage, version);
      stage.start(point);
      return Promise.resolve();
    },
    afterKill: ({ database }) => {
      const sqlite = new SQLite(database, { readonly: true });
      expect(sqlite.pragma('user_version', { simple: true })).toBe(version);
      sqlite.close();
      return Promise.resolve();
    },
  };
}

function leaveJob({ database, clock, discord }: CrashStage, version: number): void {
  const { guild, channels, people } = discord.world;
  const job = sampleJob();
  const hasRecipes = version > schemaBefore(recipes);
  const [columns, values] = hasRecipes
    ? ['recipe, params', "'text', @params"]
    : ['uses_face, settings', '0, @params'];
  const sqlite = new SQLite(database);
  bringToSchema(sqlite, version);
  sqlite
    .prepare(
      `INSERT INTO jobs (id, interaction_id, answered_interaction_id, token_expires_at, guild_id,
         channel_id, user_id, state, ${columns}, models, created_at, accepted_at)
       VALUES (@id, @interaction, @interaction, @now, @guild, @channel, @user, 'accepted',
         ${values}, @models, @now, @now)`,
    )
    .run({
      id: job.id,
      interaction: people.cleo.id,
      now: clock.now(),
      guild: guild.id,
      channel: channels.general.id,
      user: people.ada.id,
      params: JSON.stringify(sampleParams()),
      models: JSON.stringify(job.models),
    });
  sqlite.close();
}
