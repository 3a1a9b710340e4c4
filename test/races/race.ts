import { setTimeout as sleep } from 'node:timers/promises';
import type { Act } from './acts.ts';
import { NOW } from './fixture.ts';
import type { Begun, Traced } from './gate.ts';
import { rowIn, type Rows, Tables } from './tables.ts';
import { commutes, mayMeet, type Touched, touchedBy, traceText, writtenBy } from './touched.ts';
import { Writer } from './writer.ts';

/** Between two questions to the server whether an act waits for the other. */
const BETWEEN_CHECKS_MS = 2;

/** What two acts returned or threw, and the rows after both. */
interface Outcome {
  readonly results: readonly unknown[];
  readonly tables: Rows;
}

/** One act under way. */
interface Started {
  readonly writer: Writer;
  readonly result: Promise<unknown>;
}

/** A serial order of two acts, and what each of them read and wrote in it. */
interface Serial {
  readonly outcome: Outcome;
  readonly traces: readonly string[];
}

/** One act stopped before a statement while the other ran. */
interface Interleaved {
  readonly outcome: Outcome;
  /** Whether it is the same as a serial order, also if the act stops later. */
  readonly isSerial: boolean;
  /** Before which statement it stopped. */
  readonly text: string;
  /** All of its statements. */
  readonly stopped: readonly Traced[];
  /** What the other had begun until it ended, or waited for a lock. */
  readonly ran: readonly Begun[];
}

/** How a pair of acts was tried. */
export interface Tried {
  /** How often they were interleaved; 0 if they have nothing to do with each other. */
  readonly times: number;
  /** Interleavings that are the same as one that was tried. */
  readonly same: number;
  /** Interleavings whose outcome is that of no serial order. */
  readonly wrong: readonly string[];
}

/** They have nothing to do with each other. */
export const APART: Tried = { times: 0, same: 0, wrong: [] };

/** An act without another one beside it. */
export interface Alone {
  readonly trace: readonly Traced[];
  readonly statements: number;
  readonly touched: Touched;
}

/** Two writers of one database. */
export class Race {
  readonly #tables: Tables;
  readonly #writers: readonly [Writer, Writer];
  readonly #alone: Map<Act, Promise<Alone>>;

  private constructor(
    tables: Tables,
    writers: readonly [Writer, Writer],
    alone: Map<Act, Promise<Alone>>,
  ) {
    this.#tables = tables;
    this.#writers = writers;
    this.#alone = alone;
  }

  /** The database is filled. `alone`: what acts do on their own, shared with other such races. */
  static async open(url: string, alone: Map<Act, Promise<Alone>>): Promise<Race> {
    const tables = new Tables(url);
    await tables.open();
    const writers = [new Writer(url, 'first', NOW), new Writer(url, 'second', NOW)] as const;
    return new Race(tables, writers, alone);
  }

  /** The tables that an act changes if no other writes. */
  async changedBy(act: Act): Promise<readonly string[]> {
    const { touched } = await this.#runAlone(act);
    return [...touched.changed.keys()];
  }

  /**
   * Tries the interleavings of two acts, each kind once. `every`: those too that must come to the
   * same as one before.
   */
  async try(one: Act, other: Act, every = false): Promise<Tried> {
    const alone = [await this.#runAlone(one), await this.#runAlone(other)] as const;
    if (!mayMeet(alone[0].touched, alone[1].touched)) return APART;
    const serial = [await this.#serial([one, other], 0), await this.#serial([one, other], 1)];
    if (areApart(alone, serial)) return APART;
    const expected = serial.map(({ outcome }) => outcome);
    const wrong: string[] = [];
    let times = 0;
    let same = 0;
    for (const paused of one === other ? [0] : [0, 1]) {
      const { trace = [], statements = 0 } = alone[paused] ?? {};
      let seen: Interleaved | undefined;
      for (let statement = 2; statement <= statements; statement += 1) {
        // The statement before it is all that differs from the last one that was tried.
        const between = statement - 1;
        const isSame =
          seen && commutes(trace[between], seen.stopped[between], seen.ran) ? seen : undefined;
        if (isSame && !every) {
          same += 1;
          continue;
        }
        seen = await this.#interleave([one, other], paused, statement);
        if (isSame && differencesOf(isSame.outcome, seen.outcome).length > 0) {
          throw new Error(`${one.name} × ${other.name}, before ${statement}: not the same`);
        }
        times += 1;
        const { outcome, isSerial, text } = seen;
        const differences = expected.map((right) => differencesOf(right, outcome));
        if (!differences.some(({ length }) => length === 0)) {
          const acts = paused === 0 ? [one.name, other.name] : [other.name, one.name];
          const [closest = []] = differences.toSorted((a, b) => a.length - b.length);
          wrong.push(
            [`${acts.join(' stopped for ')}, before ${statement}: ${text}`, ...closest]
              .map((line) => line.slice(0, 600))
              .join('\n  '),
          );
        }
        if (isSerial) break;
      }
    }
    return { times, same, wrong };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#writers.map((writer) => writer.close()), this.#tables.close()]);
  }

  /** The acts one after the other, beginning with that one. */
  async #serial(acts: readonly [Act, Act], first: number): Promise<Serial> {
    const started = await this.#start(acts);
    for (const place of [first, 1 - first]) await end(started[place]);
    return {
      outcome: await this.#outcomeOf(started),
      traces: this.#writers.map(({ gate }) => gate.trace.map(traceText).join('\n')),
    };
  }

  /** Stops one act before a statement and lets the other run until it ends or waits. */
  async #interleave(
    acts: readonly [Act, Act],
    paused: number,
    statement: number,
  ): Promise<Interleaved> {
    const started = await this.#start(acts);
    const [stopped, running] = [started[paused], started[1 - paused]];
    if (!stopped || !running) throw new Error('both acts must have started');
    await Promise.race([stopped.writer.gate.goTo(statement), stopped.result]);
    const isBlocked = await this.#comesToWait(running);
    const ran = [...running.writer.gate.begun];
    // From here on it is serial: also if the first is stopped later.
    const isSerial = isBlocked && running.writer.gate.statements === 1;
    await end(stopped);
    await running.result;
    const { trace } = stopped.writer.gate;
    const text = String(trace[statement]?.[0]).replaceAll(/\s+/g, ' ');
    return { outcome: await this.#outcomeOf(started), isSerial, text, ran, stopped: trace };
  }

  /** Lets an act go on. Resolves once it has ended (false), or waits for a lock (true). */
  async #comesToWait({ writer, result }: Started): Promise<boolean> {
    writer.gate.goOn();
    const ended = result.then(() => true);
    for (;;) {
      if (await Promise.race([ended, sleep(BETWEEN_CHECKS_MS, false)])) return false;
      if (await this.#tables.isBlocked(writer.name)) return true;
    }
  }

  /** Starts both acts. Each stops before its piece begins. */
  async #start(acts: readonly [Act, Act]): Promise<readonly Started[]> {
    await this.#tables.restore();
    const started: Started[] = [];
    for (const [place, act] of acts.entries()) {
      const writer = this.#writers[place === 0 ? 0 : 1];
      started.push(await start(writer, act));
    }
    return started;
  }

  async #outcomeOf(started: readonly Started[]): Promise<Outcome> {
    const results = await Promise.all(started.map(({ result }) => result));
    return { results, tables: await this.#tables.outcome(this.#written()) };
  }

  #written(): Set<string> {
    return writtenBy(this.#writers.flatMap(({ gate }) => gate.begun));
  }

  #runAlone(act: Act): Promise<Alone> {
    const known = this.#alone.get(act) ?? this.#runFirst(act);
    this.#alone.set(act, known);
    return known;
  }

  async #runFirst(act: Act): Promise<Alone> {
    await this.#tables.restore();
    const [writer] = this.#writers;
    await end(await start(writer, act));
    const { trace, statements } = writer.gate;
    const touched = touchedBy(
      trace,
      this.#tables.first,
      await this.#tables.outcome(this.#written()),
    );
    return { trace, statements, touched };
  }
}

/**
 * Whether each act reads and writes the same before and after the other, and both end alike: then
 * neither order nor interleaving matters.
 */
function areApart(alone: readonly Alone[], serial: readonly Serial[]): boolean {
  const [one, other] = serial;
  if (!one || !other || differencesOf(one.outcome, other.outcome).length > 0) return false;
  const traces = alone.map(({ trace }) => trace.map(traceText).join('\n'));
  return serial.every((order) => order.traces.every((trace, place) => trace === traces[place]));
}

async function start(writer: Writer, act: Act): Promise<Started> {
  writer.restart();
  const atStart = writer.gate.stopAtStart(act.nth ?? 1);
  const result = resultOf(act.run(writer));
  await Promise.race([atStart, result]);
  return { writer, result };
}

async function end(started: Started | undefined): Promise<void> {
  started?.writer.gate.goOn();
  await started?.result;
}

/** What a call returned or threw, as plain data. Never rejects. */
async function resultOf(answer: Promise<unknown>): Promise<unknown> {
  try {
    return plain(await answer);
  } catch (error) {
    if (!(error instanceof Error)) return { threw: String(error) };
    const { name, message } = error;
    return { threw: { name, message } };
  }
}

/** Rows come in any order, so lists of objects are sorted. */
function plain(value: unknown): unknown {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value, (key, part: unknown): unknown => {
    if (key === 'rowid') return undefined;
    if (part instanceof Set) return [...part].toSorted();
    return Array.isArray(part) ? inAnyOrder(part) : part;
  });
  return JSON.parse(text);
}

function inAnyOrder(list: readonly unknown[]): unknown[] {
  if (list.every((one) => typeof one !== 'object')) return [...list];
  return list.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

/** What is not the same in two outcomes, each difference in a line. */
function differencesOf(right: Outcome, outcome: Outcome): string[] {
  const lines: string[] = [];
  for (const [place, result] of outcome.results.entries()) {
    const is = JSON.stringify(result);
    const was = JSON.stringify(right.results[place]);
    if (is !== was) lines.push(`result ${place + 1}: ${firstDifference(is, was)}`);
  }
  for (const [name, rows] of Object.entries(outcome.tables)) {
    const was = right.tables[name] ?? [];
    if (rows.length === was.length && rows.every((row, place) => row === was[place])) continue;
    const more = rows.filter((row) => !was.includes(row));
    const less = was.filter((row) => !rows.includes(row));
    lines.push(`${name}: ${rowDifference(more, less)}`);
  }
  return lines;
}

function firstDifference(is = 'nothing', was = 'nothing'): string {
  return `${is.slice(0, 250)} instead of ${was.slice(0, 250)}`;
}

function rowDifference(more: readonly string[], less: readonly string[]): string {
  const [is = '{}'] = more;
  const [was = '{}'] = less;
  if (more.length !== 1 || less.length !== 1) {
    return `${more.join(' ') || 'nothing'} instead of ${less.join(' ') || 'nothing'}`;
  }
  const before = rowIn(was);
  const row = rowIn(is);
  const changed = Object.keys(row).filter(
    (column) => JSON.stringify(row[column]) !== JSON.stringify(before[column]),
  );
  const values = changed.map(
    (column) =>
      `${column} ${JSON.stringify(row[column])} instead of ${JSON.stringify(before[column])}`,
  );
  return `${JSON.stringify(before.id ?? before.job_id)}: ${values.join(', ')}`;
}
