import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { Listeners } from '../packages/stand-ins/listeners.ts';
import { ENTRIES, FLAGS, PRELOADS } from './built-entries.ts';
import { lapSchema, type Lap } from './lap.ts';

const KEPT_LINES = 20;
const LAPS_FD = 3;

/** A loop that stands still for longer than this at the end of a lap gives no lap. */
const LAP_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;

const logLine = z.looseObject({ msg: z.string() });
export type LogLine = z.infer<typeof logLine>;

const isReady = ({ msg }: LogLine) => msg === 'ready';

export interface BotOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Where it runs: a folder without a `.env` file. */
  readonly folder: string;
  /** The node that runs it. Default: BENCH_NODE, else the one that runs this. */
  readonly node?: string;
  /** Whether its loop is watched, which takes some memory. Default true. */
  readonly watched?: boolean;
}

/** A bot as a process of its own, whose event loop is watched. */
export class BotUnderTest {
  readonly pid: number;
  /** When it was started, by `performance.now()`. */
  readonly startedAt = performance.now();
  readonly #child: ChildProcess;
  readonly #watched: boolean;
  readonly #ended = new AbortController();
  readonly #said = new Listeners<LogLine>();
  readonly #laps = new Listeners<Lap>();
  readonly #lines: string[] = [];
  #end: string | undefined;
  #readyAfterMs: number | undefined;

  constructor(which: keyof typeof ENTRIES, { env, folder, node, watched = true }: BotOptions) {
    const { PATH = '', HOME = '', BENCH_NODE = process.execPath } = process.env;
    const preloads = watched ? PRELOADS.flatMap((preload) => ['--import', preload]) : [];
    this.#child = spawn(node ?? BENCH_NODE, [...FLAGS[which], ...preloads, ENTRIES[which]], {
      cwd: folder,
      env: { PATH, HOME, BENCH_LAPS_FD: String(LAPS_FD), ...env },
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    this.#watched = watched;
    this.pid = this.#child.pid ?? 0;
    this.#child.on('error', (error) => {
      this.#over(error.message);
    });
    this.#child.on('close', (code, signal) => {
      this.#over(signal ?? `exit code ${code ?? 'unknown'}`);
    });
    this.#hear(this.#child.stdout);
    this.#hear(this.#child.stderr);
    createInterface({ input: this.#child.stdio[LAPS_FD] as Readable }).on('line', (line) => {
      this.#laps.tell(lapSchema.parse(JSON.parse(line)));
    });
  }

  /** How it ended: a signal or an exit code; `undefined` while it runs. */
  get end(): string | undefined {
    return this.#end;
  }

  /** What it said last. */
  get lastLines(): readonly string[] {
    return this.#lines;
  }

  /** Resolves once it says that it is ready: how many milliseconds that took. */
  async ready(withinMs = 120_000): Promise<number> {
    if (this.#readyAfterMs === undefined) await this.says(isReady, withinMs);
    return this.#readyAfterMs ?? Number.NaN;
  }

  /** Calls the listener with every line of its log from now on. */
  onLine(listener: (line: LogLine) => void): void {
    this.#said.add(listener);
  }

  /** The next line of its log that fits. Rejects where the bot ends first, or does not say it in time. */
  async says(fits: (line: LogLine) => boolean, withinMs: number): Promise<LogLine> {
    const found = await this.#first(this.#said, fits, withinMs);
    if (found) return found;
    const why = this.#end === undefined ? `was silent for ${withinMs} ms` : `ended: ${this.#end}`;
    throw new Error(`the bot ${why}\n${this.#lines.join('\n')}`);
  }

  /** How its loop has done since the last lap, or the start; `undefined` where it does not answer. */
  async lap(withinMs = LAP_WITHIN_MS): Promise<Lap | undefined> {
    if (this.#end !== undefined || !this.#watched) return undefined;
    const lap = this.#first(this.#laps, () => true, withinMs);
    this.#child.kill('SIGUSR2');
    return lap;
  }

  /** Asks it to stop, and ends it where it does not. Tells whether it stopped by itself. */
  async stop(): Promise<boolean> {
    const late = AbortSignal.timeout(STOP_WITHIN_MS);
    late.addEventListener('abort', () => this.#child.kill('SIGKILL'));
    await this.#endBy('SIGTERM');
    return this.#end !== 'SIGKILL';
  }

  /** Ends it at once, whatever it is doing. */
  kill(): Promise<void> {
    return this.#endBy('SIGKILL');
  }

  async #endBy(signal: NodeJS.Signals): Promise<void> {
    if (this.#end !== undefined) return;
    const ended = once(this.#ended.signal, 'abort');
    this.#child.kill(signal);
    await ended;
  }

  #over(end: string): void {
    this.#end ??= end;
    this.#ended.abort();
  }

  #hear(stream: Readable | null): void {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      this.#lines.push(line);
      this.#lines.splice(0, this.#lines.length - KEPT_LINES);
      const said = line.startsWith('{') ? logLine.safeParse(JSON.parse(line)).data : undefined;
      if (!said) return;
      if (isReady(said)) this.#readyAfterMs ??= performance.now() - this.startedAt;
      this.#said.tell(said);
    });
  }

  /** The first value that fits; `undefined` where the process ends or time is up before one comes. */
  async #first<T>(
    listeners: Listeners<T>,
    fits: (told: T) => boolean,
    withinMs: number,
  ): Promise<T | undefined> {
    const over = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(withinMs)]);
    if (over.aborted) return undefined;
    return new Promise((resolve) => {
      const stop = listeners.add((told) => {
        if (!fits(told)) return;
        stop();
        resolve(told);
      });
      over.addEventListener('abort', () => {
        stop();
        resolve(undefined);
      });
    });
  }
}
