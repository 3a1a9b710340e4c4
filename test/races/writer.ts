import { Deferrals } from '../../src/store/deferrals.ts';
import type { Connections } from '../../src/store/postgres/connections.ts';
import { PostgresStore } from '../../src/store/postgres/postgres-store.ts';
import { DatabasePictures } from '../../src/images/sql/database-pictures.ts';
import { JobLog } from '../../src/jobs/job-log.ts';
import type { Limits } from '../../src/jobs/sql/limits.ts';
import { Pauses } from '../../src/jobs/sql/pauses.ts';
import { PreparedPictureStore } from '../../src/jobs/sql/prepared-pictures.ts';
import { ModerationChannels, ReportsWaiting } from '../../src/moderation/sql/report-channels.ts';
import { Reports } from '../../src/moderation/sql/reports.ts';
import {
  Blocks,
  ModerationRoles,
  ServerLanguages,
  SpoilerRules,
} from '../../src/moderation/sql/server-settings.ts';
import { DrainOrder } from '../../src/operator/drain.ts';
import { Entitlements } from '../../src/premium/sql/entitlements.ts';
import { DataCopies } from '../../src/privacy/sql/data-copies.ts';
import { PersonDefaults, PersonSettings } from '../../src/privacy/sql/member-settings.ts';
import { Presets } from '../../src/privacy/sql/presets.ts';
import { ServerRules } from '../../src/rules/sql/server-rules.ts';
import { pseudonym } from '../support/log-bench.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { Gate, gatedConnections } from './gate.ts';

/** One request of a member in an hour is allowed. */
const LIMITS: Limits = {
  atOncePerPerson: 1,
  atOncePerServer: 0,
  waitingPerPerson: 20,
  hourlyPerPerson: 1,
  hourlyPerServer: 0,
  dailyOutsideServers: 0,
};

/** What the SKUs of the fixture give. */
export const SKU = { credits: '600000000000000001', raise: '600000000000000002' } as const;
const SKUS = { [SKU.credits]: { credits: 2 }, [SKU.raise]: { picturesADay: 1 } };

/** Deletes nothing on its own: that would be a piece between those of the race. */
class QuietStore extends PostgresStore {
  override leaveNoTrace(): void {
    return undefined;
  }
}

/** A process that writes to the database, with connections of its own. */
export class Writer {
  readonly name: string;
  readonly gate = new Gate();
  readonly clock: ManualClock;
  readonly #limits: Limits;
  readonly #connections: Connections;
  #store: QuietStore;
  #parts: ReturnType<typeof partsOf>;

  constructor(url: string, name: string, now: number, limits: Limits = LIMITS) {
    this.name = name;
    this.clock = new ManualClock(now);
    this.#limits = limits;
    this.#connections = gatedConnections(url, name, this.gate);
    this.#store = new QuietStore(this.#connections);
    this.#parts = partsOf(this.#store, this.clock, limits);
  }

  get store(): QuietStore {
    return this.#store;
  }

  get parts() {
    return this.#parts;
  }

  get log(): JobLog {
    return this.#parts.log;
  }

  /** Forgets everything in memory. */
  restart(): void {
    this.#store = new QuietStore(this.#connections);
    this.#parts = partsOf(this.#store, this.clock, this.#limits);
  }

  async close(): Promise<void> {
    await this.#store.stop();
    await this.#connections.close();
  }
}

function partsOf(store: QuietStore, clock: ManualClock, limits: Limits) {
  const log = new JobLog(store, clock, limits, pseudonym, undefined, undefined, SKUS);
  return {
    log,
    deferrals: new Deferrals(store),
    prepared: new PreparedPictureStore(store),
    stored: new DatabasePictures(store, clock),
    pauses: new Pauses({ store, clock, pseudonym, after: 2 }),
    reports: new Reports({ store, log, clock }),
    channels: new ModerationChannels(store, clock),
    waiting: new ReportsWaiting(store, clock),
    roles: new ModerationRoles(store, clock),
    spoilers: new SpoilerRules(store, clock),
    languages: new ServerLanguages(store, clock),
    rules: new ServerRules(store, clock),
    entitlements: new Entitlements(store, clock, SKUS),
    blocks: new Blocks(store, clock),
    drain: new DrainOrder(store),
    settings: new PersonSettings(store),
    defaults: new PersonDefaults(store),
    presets: new Presets(store, clock),
    copies: new DataCopies(store, clock),
  };
}
