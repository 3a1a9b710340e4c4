import { EventEmitter } from 'node:events';
import { sql } from 'kysely';
import type { Clock } from '../../engines/clock.ts';
import type { Database } from '../../store/database.ts';
import { serverLock } from '../../store/locks.ts';
import { argument, PreparedQuery } from '../../store/queries.ts';
import type { Store } from '../../store/store.ts';
import { OUTSIDE_SERVERS, rulesOutside } from '../outside-servers.ts';
import {
  isAppliedToWaiting,
  type Limit,
  limitSchemas,
  type LimitValues,
  MOST_RULES,
  type Rule,
  type Subject,
} from '../rule.ts';
import {
  differencesBetween,
  fingerprintOf,
  isInFiles,
  LIMITS_IN_FILES,
  type RuleDifference,
} from '../rules-file.ts';
import { holdForRules, pauseServer, resumeServer } from './server-holds.ts';

interface RuleRow {
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly limitName: string;
  readonly value: string;
}

/** Runs with every request. */
const RULES = new PreparedQuery<RuleRow>(
  () => sql`SELECT subject_kind, subject_id, limit_name, value FROM server_rules
    WHERE guild_id = ${argument('guildId')}
    ORDER BY subject_kind, subject_id, limit_name`,
);

/**
 * The rules of a server. Those of a limit that this version does not know are left out. `outside`:
 * how many pictures a day the operator allows each person outside servers.
 */
export async function rulesOf(
  db: Database,
  guildId: string,
  outside = 0,
): Promise<readonly Rule[]> {
  if (guildId === OUTSIDE_SERVERS) return rulesOutside(outside);
  return (await RULES.all(db, { guildId })).flatMap(ruleOfRow);
}

/** A change of one rule. */
export type RuleChange = {
  readonly [L in Limit]: {
    readonly subject: Subject;
    readonly limit: L;
    /** `undefined`: from now on there is none. */
    readonly value: LimitValues[L] | undefined;
  };
}[Limit];

/** A change that was made. */
export interface PastRuleChange extends RuleDifference {
  readonly at: number;
  readonly byUser: string;
}

/** What managers of each server allow. */
export class ServerRules {
  /** `changed`: after the commit. Waiting jobs may be forbidden now, or held, or held no longer. */
  readonly events = new EventEmitter<{ changed: [guildId: string] }>();
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #outside: number;

  /** `outside`: see {@link rulesOf}. */
  constructor(store: Store, clock: Clock, outside = 0) {
    this.#store = store;
    this.#clock = clock;
    this.#outside = outside;
  }

  of(guildId: string): Promise<readonly Rule[]> {
    return rulesOf(this.#store.read, guildId, this.#outside);
  }

  /**
   * Changes a rule for later requests, and records who did. False if the server has as many rules as it
   * may have. Nothing is recorded if it was so before.
   */
  async change(guildId: string, change: RuleChange, byUser: string): Promise<boolean> {
    const isMade = await this.#store.write(async (trx, locks) => {
      await locks.hold(serverLock(guildId));
      const key = { guildId, ...keyOf(change) };
      const rows = await RULES.all(trx, { guildId });
      const before = rows.find(
        (row) =>
          row.subjectKind === key.subjectKind &&
          row.subjectId === key.subjectId &&
          row.limitName === key.limitName,
      )?.value;
      const after = change.value === undefined ? undefined : storedValue(change);
      if (before === after) return true;
      // A server can always be paused.
      const isFull = rows.length >= MOST_RULES && change.limit !== 'paused';
      if (before === undefined && isFull) return false;
      await writeRule(trx, key, after);
      await this.#record(trx, guildId, [{ key, before, after }], byUser);
      return true;
    }, 'person');
    this.events.emit('changed', guildId);
    return isMade;
  }

  /**
   * Replaces all rules of a server that files have at once. False, and nothing changes, unless they are those with that
   * fingerprint: see {@link fingerprintOf}.
   */
  async replace(
    guildId: string,
    { fingerprint, rules }: { readonly fingerprint: string; readonly rules: readonly Rule[] },
    byUser: string,
  ): Promise<boolean> {
    const isDone = await this.#store.write(async (trx, locks) => {
      await locks.hold(serverLock(guildId));
      const present = (await rulesOf(trx, guildId)).filter(isInFiles);
      if (fingerprintOf(present) !== fingerprint) return false;
      const changes = differencesBetween(present, rules);
      if (changes.length === 0) return true;
      // Those of limits that only a newer version knows stay.
      await trx
        .deleteFrom('serverRules')
        .where('guildId', '=', guildId)
        .where('limitName', 'in', LIMITS_IN_FILES)
        .execute();
      if (rules.length > 0) {
        const rows = rules.map((rule) => ({ guildId, ...keyOf(rule), value: storedValue(rule) }));
        await trx.insertInto('serverRules').values(rows).execute();
      }
      await this.#record(
        trx,
        guildId,
        changes.map(({ before, after, ...change }) => ({
          key: { guildId, ...keyOf(change) },
          before: before && storedValue(before),
          after: after && storedValue(after),
        })),
        byUser,
      );
      return true;
    }, 'person');
    this.events.emit('changed', guildId);
    return isDone;
  }

  /** Records changes of a server's rules, and holds its jobs until those are applied to them. */
  async #record(
    trx: Database,
    guildId: string,
    changes: readonly StoredChange[],
    byUser: string,
  ): Promise<void> {
    const at = this.#clock.now();
    const rows = changes.map(({ key, before = null, after = null }) => {
      return { ...key, before, after, at, byUser };
    });
    await trx.insertInto('ruleChanges').values(rows).execute();
    const pause = changes.find(({ key }) => key.limitName === 'paused');
    if (pause) await (pause.after === undefined ? resumeServer : pauseServer)(trx, guildId, at);
    if (changes.some(({ key }) => isAppliedToWaiting(key.limitName))) {
      await holdForRules(trx, guildId, at);
    }
  }

  /** The latest changes of a server, newest first. */
  async history(guildId: string, most: number): Promise<readonly PastRuleChange[]> {
    const rows = await this.#store.read
      .selectFrom('ruleChanges')
      .select(['at', 'byUser', 'subjectKind', 'subjectId', 'limitName', 'before', 'after'])
      .where('guildId', '=', guildId)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(most)
      .execute();
    return rows.flatMap(({ at, byUser, before, after, ...row }) => {
      const subject = subjectOfRow(row);
      if (!subject || !isLimit(row.limitName)) return [];
      const ruleOf = (value: string | null) => (value === null ? [] : ruleOfRow({ ...row, value }));
      const [was] = ruleOf(before);
      const [is] = ruleOf(after);
      return [{ at, byUser, subject, limit: row.limitName, before: was, after: is }];
    });
  }
}

interface StoredChange {
  readonly key: RuleKey;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

function storedValue({ value }: { readonly value: unknown }): string {
  return JSON.stringify(value);
}

type RuleKey = Omit<RuleRow, 'value'> & { readonly guildId: string };

async function writeRule(trx: Database, key: RuleKey, value: string | undefined): Promise<void> {
  if (value === undefined) {
    const { guildId, subjectKind, subjectId, limitName } = key;
    await trx
      .deleteFrom('serverRules')
      .where('guildId', '=', guildId)
      .where('subjectKind', '=', subjectKind)
      .where('subjectId', '=', subjectId)
      .where('limitName', '=', limitName)
      .execute();
    return;
  }
  await trx
    .insertInto('serverRules')
    .values({ ...key, value })
    .onConflict((conflict) =>
      conflict.columns(['guildId', 'subjectKind', 'subjectId', 'limitName']).doUpdateSet({ value }),
    )
    .execute();
}

function keyOf({ subject, limit }: Pick<RuleChange, 'subject' | 'limit'>) {
  const subjectId = subject.kind === 'server' ? '' : subject.id;
  return { subjectKind: subject.kind, subjectId, limitName: limit };
}

function isLimit(name: string): name is Limit {
  return Object.hasOwn(limitSchemas, name);
}

function subjectOfRow({
  subjectKind: kind,
  subjectId: id,
}: Pick<RuleRow, 'subjectKind' | 'subjectId'>): Subject | undefined {
  if (kind === 'server') return { kind };
  return kind === 'role' || kind === 'member' ? { kind, id } : undefined;
}

function ruleOfRow(row: RuleRow): readonly Rule[] {
  const subject = subjectOfRow(row);
  const { limitName: limit } = row;
  if (!subject || !isLimit(limit)) return [];
  return [{ subject, limit, value: valueIn(limit, row.value) } as Rule];
}

/** A value that cannot be read forbids, and managers see that it does. */
function valueIn(limit: Limit, text: string): unknown {
  const schema = limitSchemas[limit];
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return [[], 0, false].find((value) => schema.safeParse(value).success);
  }
}
