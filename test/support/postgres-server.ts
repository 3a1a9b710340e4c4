import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../../packages/stand-ins/free-port.ts';

/** Debian's folders of each version. */
const INSTALLED = '/usr/lib/postgresql';
const ROOT = 0;
/** The tests' own temporary folder may be root's alone. */
const OPEN_TO_ALL = '/tmp';
/** Where the small disk is, its size, and the file that fills it. */
const DISK = 'disk';
const DISK_SIZE = '100m';
const BALLAST = 'ballast';
const CHECK_MS = 25;
const SLOWEST_START_MS = 60_000;

/** How a server is ended: as a power cut does, without ending its transactions, or cutting them off. */
export const SERVER_ENDS = { killed: 'SIGKILL', immediate: 'SIGQUIT', fast: 'SIGINT' } as const;
export type ServerEnd = keyof typeof SERVER_ENDS;

const run = promisify(execFile);

/** A PostgreSQL server in a folder of its own, on a port of its own. */
export class PostgresServer {
  /** Of the superuser's own database. */
  readonly url: string;
  readonly port: string;
  readonly #folder: string;
  readonly #data: string;
  readonly #settings: readonly string[];
  #process: ChildProcess | undefined;
  /** Tests that are broken off leave no server behind. */
  readonly #endWithTests = () => {
    this.#process?.kill(SERVER_ENDS.immediate);
  };

  private constructor(
    { folder, data }: { readonly folder: string; readonly data: string },
    port: string,
    settings: readonly string[],
  ) {
    this.url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    this.#folder = folder;
    this.#data = data;
    this.port = port;
    this.#settings = settings;
  }

  /**
   * Creates and starts one. `settings`: of `postgresql.conf`, such as `max_connections=300`.
   * `smallDisk`: what has a disk of its own, which {@link fillDisk} fills.
   */
  static async create(
    settings: readonly string[] = [],
    { smallDisk }: { readonly smallDisk?: 'tables' | 'log' } = {},
  ): Promise<PostgresServer> {
    const folder = mkdtempSync(join(OPEN_TO_ALL, 'darkroom-postgres-'));
    const disk = join(folder, DISK);
    mkdirSync(disk);
    if (smallDisk) await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_SIZE}`, 'tmpfs', disk]);
    const owner = ownerOfServers();
    if (owner) for (const path of [folder, disk]) chownSync(path, owner.uid, owner.gid);
    const data = join(smallDisk === 'tables' ? disk : folder, 'data');
    const log = join(smallDisk === 'log' ? disk : folder, 'log');
    const args = ['-D', data, '-X', log, '--wal-segsize=1', '-U', 'postgres', '-A', 'trust'];
    await run(postgresProgram('initdb'), [...args, '-E', 'UTF8', '--no-sync', '--locale=C'], {
      cwd: folder,
      ...owner,
    });
    const server = new PostgresServer({ folder, data }, await freePort(), settings);
    process.on('exit', server.#endWithTests);
    await server.start();
    return server;
  }

  /** Starts a standby. If it is synchronous, a commit is then answered once the standby has it, too. */
  async standby({ isSynchronous = true } = {}): Promise<PostgresServer> {
    const folder = mkdtempSync(join(OPEN_TO_ALL, 'darkroom-postgres-'));
    const owner = ownerOfServers();
    if (owner) chownSync(folder, owner.uid, owner.gid);
    const data = join(folder, 'data');
    const from = ['-h', '127.0.0.1', '-p', this.port, '-U', 'postgres'];
    const args = ['-D', data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync'];
    await run(postgresProgram('pg_basebackup'), [...from, ...args], { cwd: folder, ...owner });
    const standby = new PostgresServer({ folder, data }, await freePort(), this.#settings);
    process.on('exit', standby.#endWithTests);
    await standby.start();
    if (!isSynchronous) return standby;
    await this.ask("ALTER SYSTEM SET synchronous_standby_names = '*'");
    await this.ask('SELECT pg_reload_conf()');
    return standby;
  }

  /** A standby receives nothing from now on. */
  async fallBehind(): Promise<void> {
    await this.ask("ALTER SYSTEM SET primary_conninfo = ''");
    await this.ask('SELECT pg_reload_conf()');
    while ((await this.ask('SELECT pid FROM pg_stat_wal_receiver')).length > 0) {
      await sleep(CHECK_MS);
    }
  }

  /** Takes clients from another network, such as `10.0.0.2/32`. */
  async allow(network: string): Promise<void> {
    appendFileSync(join(this.#data, 'pg_hba.conf'), `host all all ${network} trust\n`);
    await this.ask('SELECT pg_reload_conf()');
  }

  /** Makes a standby the server that takes writes. */
  async promote(): Promise<void> {
    await this.ask('SELECT pg_promote()');
    // It would wait for a standby of its own, as its settings are those of the first server.
    await this.ask('ALTER SYSTEM RESET synchronous_standby_names');
    await this.ask('SELECT pg_reload_conf()');
  }

  /** Leaves no byte free on the small disk. */
  fillDisk(): void {
    const file = openSync(join(this.#folder, DISK, BALLAST), 'a');
    try {
      for (let size = 1 << 20; size > 0;) {
        try {
          writeSync(file, Buffer.alloc(size));
        } catch (error) {
          if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC')
            throw error;
          size >>= 1;
        }
      }
    } finally {
      closeSync(file);
    }
  }

  /** Makes room again. */
  clearDisk(): void {
    rmSync(join(this.#folder, DISK, BALLAST), { force: true });
  }

  /** Resolves once it takes connections. */
  async start(): Promise<void> {
    const late = AbortSignal.timeout(SLOWEST_START_MS);
    while (!(await this.#answers())) {
      late.throwIfAborted();
      // The processes of one that was killed may still have its memory: then it ends at once.
      if (this.#process?.exitCode !== null) this.#spawn();
      await sleep(CHECK_MS);
    }
  }

  async stop(how: ServerEnd): Promise<void> {
    const process = this.#process;
    if (process?.exitCode !== null || process.signalCode !== null) return;
    const ended = once(process, 'exit');
    process.kill(SERVER_ENDS[how]);
    await ended;
    this.#process = undefined;
  }

  /** Runs a statement as the superuser. */
  async ask(sql: string, database = 'postgres'): Promise<readonly Record<string, unknown>[]> {
    const client = this.#client(database);
    try {
      await client.connect();
      const { rows } = await client.query<Record<string, unknown>>(sql);
      return rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Locks a table as another program does that changes or reads it. Resolves to what ends that. */
  async lock(
    table: string,
    database: string,
    mode: 'ACCESS EXCLUSIVE' | 'ACCESS SHARE' = 'ACCESS EXCLUSIVE',
  ): Promise<() => Promise<void>> {
    const client = this.#client(database);
    await client.connect();
    await client.query('BEGIN');
    await client.query(`LOCK TABLE ${table} IN ${mode} MODE`);
    return () => client.end();
  }

  async close(): Promise<void> {
    process.off('exit', this.#endWithTests);
    await this.stop('immediate');
    await run('umount', [join(this.#folder, DISK)]).catch(() => undefined);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #spawn(): void {
    const settings = [
      `port=${this.port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      // The system keeps what a killed process wrote.
      'fsync=off',
      ...this.#settings,
    ];
    this.#process = spawn(
      postgresProgram('postgres'),
      ['-D', this.#data, ...settings.flatMap((one) => ['-c', one])],
      { cwd: this.#folder, stdio: 'ignore', ...ownerOfServers() },
    );
  }

  #client(database: string): pg.Client {
    const url = new URL(this.url);
    url.pathname = database;
    const client = new pg.Client({ connectionString: String(url), connectionTimeoutMillis: 1_000 });
    client.on('error', () => undefined);
    return client;
  }

  async #answers(): Promise<boolean> {
    return this.ask('SELECT 1').then(
      () => true,
      () => false,
    );
  }
}

/** Why no small disk can be made here; `undefined` if it can. */
export function noSmallDisks(): string | undefined {
  if (process.getuid?.() !== ROOT) return 'only root can mount a small disk';
  const folder = mkdtempSync(join(OPEN_TO_ALL, 'darkroom-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'this machine mounts no small disk';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A program of PostgreSQL: the newest one installed, or the one on the path. */
export function postgresProgram(name: string): string {
  const versions = existsSync(INSTALLED) ? readdirSync(INSTALLED) : [];
  const [newest] = versions.sort((a, b) => Number(b) - Number(a));
  return newest === undefined ? name : join(INSTALLED, newest, 'bin', name);
}

/** PostgreSQL refuses to run as root. */
function ownerOfServers(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== ROOT) return undefined;
  const id = (which: string) =>
    Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
