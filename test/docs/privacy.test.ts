import SQLite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { putMadeDatabase } from '../support/made-database.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { readText, tableUnder } from './pages.ts';

/** What each table of the database is called in the policy; `undefined` where it is about nobody. */
const ROW_OF: Readonly<Record<string, string | undefined>> = {
  jobs: 'Requests',
  deferrals: 'Interaction tokens',
  job_events: 'Steps of a request',
  picture_sources: 'Steps of a request',
  prepared_pictures: 'Pictures that you sent',
  picture_pieces: 'Pictures that you sent',
  stored_pictures: 'Pictures that were made',
  stored_picture_pieces: 'Pictures that were made',
  consents: 'Consents',
  poster_questions: 'Questions to posters',
  reports: 'Reports',
  moderation_events: 'Acts of moderators',
  blocks: 'Blocks',
  server_rules: 'Limits',
  rule_changes: 'Limits',
  safety_tries: 'Pauses',
  safety_pauses: 'Pauses',
  entitlements: 'Purchases',
  job_credits: 'Purchases',
  kept_out: 'Blocks by the operator',
  person_settings: 'Settings and presets',
  person_defaults: 'Settings and presets',
  presets: 'Settings and presets',
  data_copies: 'Copies of your data',
  erasures: 'Erasures',
  erased_people: 'Erasures',
  removed_installs: 'Removals of the bot',
  // What servers have chosen.
  moderation_channels: undefined,
  moderation_roles: undefined,
  spoiler_rules: undefined,
  server_holds: undefined,
  server_languages: undefined,
  reports_waiting: undefined,
  // Counts, and what the operator has ordered of the bot.
  erased_counts: undefined,
  job_counts: undefined,
  line: undefined,
  draining: undefined,
  // The bot's processes.
  processes: undefined,
};

/** SQLite's own begin with its name. */
function tablesInDatabase(): string[] {
  const database = new SQLite(putMadeDatabase(`${tempFolder()}/darkroom.sqlite`));
  const tables = database
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .pluck()
    .all();
  database.close();
  return tables.filter((name) => !name.startsWith('sqlite_'));
}

/** Without the ends of lines, which may come anywhere. */
const page = readText('docs/privacy.md').replaceAll(/\s+/g, ' ');
const rows = tableUnder('What is kept', 'docs/privacy.md').rows;
const named = rows.map(([what = '']) => /^\*\*(.+?)\*\*/.exec(what)?.[1] ?? what);

describe('docs/privacy.md', () => {
  it('has a row for every table that holds something about a person, and no other', () => {
    expect(Object.keys(ROW_OF).toSorted()).toEqual(tablesInDatabase().toSorted());
    const wanted = Object.values(ROW_OF).filter((row) => row !== undefined);
    expect(named.toSorted()).toEqual([...new Set(wanted)].toSorted());
  });

  it('says the times that hold where none is set', () => {
    const config = parseConfig({
      DISCORD_TOKEN: 'a.b.c',
      RUNPOD_API_KEY: 'key',
      RUNPOD_ENDPOINT_ID: 'ep',
    });
    const hours = config.resultRetentionMs / 3_600_000;
    const days = config.logRetentionMs / 86_400_000;
    expect(page).toMatch(new RegExp(`RESULT_RETENTION_HOURS\\W+${hours} hours`));
    expect(page).toMatch(new RegExp(`LOG_RETENTION_DAYS\\W+${days} days`));
    const until = rows.map(([, , when = '']) => when).join('\n');
    expect(new Set(until.match(/\d+ (?:hours|days)/g))).toEqual(
      new Set([`${hours} hours`, `${days} days`]),
    );
  });
});
