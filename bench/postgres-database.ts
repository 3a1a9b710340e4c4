import pg from 'pg';
import { cpuTime } from './process-tree.ts';

/** What a database was used for so far. */
export interface DatabaseUse {
  readonly commits: number;
  /** How long its sessions executed statements, in milliseconds, waits included. */
  readonly busyMs: number;
}

const LOCAL_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A database of its own on a PostgreSQL server. */
export class PostgresDatabase {
  readonly #server: string;
  readonly #name = `darkroom_bench_${process.pid}_${Date.now()}`;

  private constructor(server: string) {
    this.#server = server;
  }

  /** `server`: the URL of a superuser. */
  static async create(server: string): Promise<PostgresDatabase> {
    const database = new PostgresDatabase(server);
    await database.#run(`CREATE DATABASE ${database.#name}`);
    return database;
  }

  get url(): string {
    const url = new URL(this.#server);
    url.pathname = this.#name;
    return String(url);
  }

  /** A session reports about once a second while it is used, and when it ends. */
  async use(): Promise<DatabaseUse> {
    const [use] = await this.#run<{ commits: string; busyMs: number }>(
      `SELECT xact_commit AS commits, active_time AS "busyMs"
         FROM pg_stat_database WHERE datname = '${this.#name}'`,
    );
    return { commits: Number(use?.commits), busyMs: Number(use?.busyMs) };
  }

  /** CPU time of its open sessions in milliseconds; `undefined` if the server is on another machine. */
  async sessionCpu(): Promise<number | undefined> {
    if (!LOCAL_HOSTS.has(new URL(this.#server).hostname)) return undefined;
    const sessions = await this.#run<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE datname = '${this.#name}'`,
    );
    return sessions.reduce((sum, { pid }) => sum + cpuTime(pid), 0);
  }

  async drop(): Promise<void> {
    await this.#run(`DROP DATABASE ${this.#name} WITH (FORCE)`);
  }

  async #run<Row extends object>(sql: string): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: this.#server });
    await client.connect();
    return client
      .query<Row>(sql)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  }
}
