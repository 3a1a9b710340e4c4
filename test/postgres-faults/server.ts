import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from '../../sandbox/free-port.ts';

/** The tests' own temporary folder is root's alone. */
const OPEN_TO_ALL = '/tmp';
const DEBIAN = '/usr/lib/postgresql';

/** Where the server's programs are: Debian's newest, else those on PATH. */
function program(name: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort() : [];
  const newest = versions.at(-1);
  return newest === undefined ? name : join(DEBIAN, newest, 'bin', name);
}

/** The server refuses to run as root. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A PostgreSQL server of a test's own, with a role `bot` that is no superuser. */
export class OwnServer {
  readonly port: string;
  readonly #folder: string;
  readonly #isMounted: boolean;
  readonly #user = serverUser();
  #process: ChildProcess | undefined;

  private constructor(port: string, folder: string, isMounted: boolean) {
    this.port = port;
    this.#folder = folder;
    this.#isMounted = isMounted;
  }

  /** `diskMb`: of a disk of its own, which needs root. */
  static async start({ diskMb }: { readonly diskMb?: number } = {}): Promise<OwnServer> {
    const folder = mkdtempSync(join(OPEN_TO_ALL, 'darkroom-pg-'));
    if (diskMb !== undefined) {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', folder]);
    }
    const server = new OwnServer(await freePort(), folder, diskMb !== undefined);
    const { uid, gid } = server.#user;
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
    const settings = ['-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C', '--no-sync'];
    execFileSync(program('initdb'), [...settings, '--wal-segsize=1', '-D', server.#data], {
      ...server.#user,
      cwd: folder,
    });
    await server.run();
    await server.ask('CREATE ROLE bot LOGIN');
    await server.ask('CREATE DATABASE darkroom OWNER bot');
    return server;
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  /** Starts it. What a killed one left may be in the way at first. */
  async run(): Promise<void> {
    for (;;) {
      const settings = {
        port: this.port,
        fsync: 'off',
        max_connections: '30',
        min_wal_size: '2MB',
      };
      const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      this.#process = spawn(
        program('postgres'),
        ['-D', this.#data, '-k', this.#folder, '-h', '127.0.0.1', ...args],
        { ...this.#user, cwd: this.#folder, stdio: 'ignore' },
      );
      const { exitCode } = await this.#answers(this.#process);
      if (exitCode === null) return;
      await sleep(200);
    }
  }

  async #answers(server: ChildProcess): Promise<ChildProcess> {
    while (server.exitCode === null) {
      try {
        await this.ask('SELECT 1');
        break;
      } catch {
        await sleep(50);
      }
    }
    return server;
  }

  /** SIGKILL for the crash of a machine, SIGQUIT for an immediate stop, SIGINT for a fast one. */
  async end(signal: 'SIGKILL' | 'SIGQUIT' | 'SIGINT'): Promise<void> {
    const server = this.#process;
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  }

  /** A connection past every proxy. */
  async client(database = 'postgres'): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: `postgres://postgres@127.0.0.1:${this.port}/${database}`,
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  async ask(sql: string, database?: string): Promise<readonly Record<string, unknown>[]> {
    const client = await this.client(database);
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      return rows;
    } finally {
      await client.end();
    }
  }

  /** Takes the rest of its own disk. Returns what gives it back. */
  async fillDisk(): Promise<() => Promise<void>> {
    const file = join(this.#folder, 'filler');
    const filler = await open(file, 'w');
    const piece = Buffer.alloc(4_096);
    try {
      for (;;) await filler.write(piece);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
    } finally {
      await filler.close();
    }
    return () => rm(file);
  }

  async close(): Promise<void> {
    await this.end('SIGQUIT');
    if (this.#isMounted) execFileSync('umount', ['-l', this.#folder]);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
