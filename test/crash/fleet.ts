import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../packages/stand-ins/free-port.ts';
import { FIRST_ANSWER_KNOWN_MS } from '../../src/discord/interactions/interaction-token.ts';
import type { IntakeKind } from '../../src/discord/rest/start-failures.ts';
import { interactionRoutes } from '../../src/http/interactions.ts';
import { openHttpBench } from '../http/http-bench.ts';
import type { BotProcess } from '../support/bot-process.ts';
import { LoadBalancer } from '../../packages/stand-ins/load-balancer.ts';
import { openStage } from './crash.ts';
import { KILL_MARK, type KillPoint } from './kill-point.ts';
import type { CrashStage, StageOptions } from './stage.ts';

/** A busy machine answers later than Discord waits, but not after other processes show what they took over. */
const ANSWER_WITHIN_MS = FIRST_ANSWER_KNOWN_MS;
/** Longer than a process may be silent. */
const STANDS_STILL_MS = 26_000;
/** How long one that was taken for dead has to end by itself. */
const ENDS_WITHIN_MS = 15_000;
export type FleetOptions = Pick<StageOptions, 'answerWithinMs' | 'server' | 'env'> & {
  readonly by?: IntakeKind;
};

export interface StartOptions {
  readonly pointOf?: (index: number) => KillPoint | undefined;
  /** A command in which one process runs, see `BotProcess.spawn`. */
  readonly withinOf?: (index: number) => readonly string[] | undefined;
  /** Variables of one process alone. */
  readonly envOf?: (index: number) => Readonly<Record<string, string>>;
}

/** Several processes of one bot behind a load balancer, each of which may die and comes back. */
export class Fleet {
  readonly stage: CrashStage;
  /** How often a process stood still so long that the others took it for dead. */
  takenForDead = 0;
  readonly #balancer: LoadBalancer;
  readonly #by: IntakeKind;
  readonly #slots: readonly Slot[];

  private constructor(
    stage: CrashStage,
    balancer: LoadBalancer,
    { by, slots }: { readonly by: IntakeKind; readonly slots: readonly Slot[] },
  ) {
    this.stage = stage;
    this.#balancer = balancer;
    this.#by = by;
    this.#slots = slots;
  }

  /** `by`: how interactions arrive. Default: by HTTP, through a load balancer. */
  static async open(size: number, { by = 'http', ...options }: FleetOptions = {}): Promise<Fleet> {
    const stage = await openStage({ answerWithinMs: ANSWER_WITHIN_MS, ...options });
    const balancer = await LoadBalancer.open();
    const slots = await freeSlots(size);
    if (by === 'http') await postTo(balancer, stage);
    balancer.leadTo(slots.map(({ port }) => port));
    return new Fleet(stage, balancer, { by, slots });
  }

  /** Starts a process, which comes to that point, if there is one. */
  start(index: number, point?: KillPoint, env: Readonly<Record<string, string>> = {}): BotProcess {
    const slot = this.#slot(index);
    const port = this.#by === 'http' ? { HTTP_PORT: String(slot.port) } : {};
    slot.bot = this.stage.spawn(point, { INTAKE: this.#by, ...port, ...env }, slot.within);
    this.stage.watch(slot.bot);
    return slot.bot;
  }

  /** Starts all of them, and waits until they answer. */
  async startAll({ pointOf, envOf, withinOf }: StartOptions = {}): Promise<void> {
    // One after another: a point may come at the start already.
    for (const [index] of this.#slots.entries()) {
      this.#slot(index).within = withinOf?.(index);
      const bot = this.start(index, pointOf?.(index), envOf?.(index));
      const ready = bot.waitFor(({ msg }) => msg === 'ready');
      await Promise.race([ready, bot.ended, this.#standsStill(bot)]).catch(() => undefined);
    }
  }

  /** Kills a process. */
  async kill(index: number): Promise<void> {
    const bot = this.bot(index);
    this.stage.kills.push(this.stage.clock.now());
    bot.kill('SIGKILL');
    await bot.ended;
    this.#slot(index).bot = undefined;
  }

  bot(index: number): BotProcess {
    const { bot } = this.#slot(index);
    if (!bot) throw new Error(`process ${index} was not started`);
    return bot;
  }

  /** The port at which Discord's interactions reach a process. */
  portOf(index: number): number {
    return this.#slot(index).port;
  }

  /** The load balancer passes interactions to these from now on. */
  leadTo(...indices: readonly number[]): void {
    this.#balancer.leadTo(indices.map((index) => this.portOf(index)));
  }

  get bots(): readonly BotProcess[] {
    return this.#slots.flatMap(({ bot }) => bot ?? []);
  }

  /**
   * Resolves once a process has ended at its point, or stood still there and ended when it could go
   * on. @throws Error if it ended otherwise.
   */
  async ended(index: number): Promise<void> {
    const bot = this.bot(index);
    const stopped = this.#standsStill(bot);
    const killed = await Promise.race([bot.ended, stopped]);
    if (killed !== undefined) {
      if (this.stage.noteReport(bot)) return;
      if (killed.signal === 'SIGKILL') {
        this.stage.kills.push(this.stage.clock.now());
        return;
      }
      throw new Error(`process ${index} ended by itself: ${wordsOf(bot)}`);
    }
    this.stage.noteReport(bot);
    await sleep(STANDS_STILL_MS);
    this.stage.wakes.push(this.stage.clock.now());
    bot.kill('SIGCONT');
    const goesOn = sleep(ENDS_WITHIN_MS).then(() => undefined);
    const end = await Promise.race([bot.ended, goesOn]);
    if (end === undefined) {
      // No other process was there to take it for dead, so its jobs are still its own.
      this.stage.kills.push(this.stage.clock.now());
      bot.kill('SIGKILL');
      await bot.ended;
      return;
    }
    this.takenForDead += 1;
    const reasons = ['taken this one for dead', 'could not start'];
    if (end.code === 1 && bot.lines.some((line) => reasons.some((why) => line.includes(why))))
      return;
    throw new Error(`process ${index} did not end in good order: ${wordsOf(bot)}`);
  }

  /**
   * Waits until a process comes to the first of its points, with which it was started, and starts it
   * again with the next one, until there is none.
   */
  async supervise(
    index: number,
    points: readonly KillPoint[],
    restartMs: () => number,
  ): Promise<void> {
    for (const [nth] of points.entries()) {
      await this.ended(index);
      await sleep(restartMs());
      this.start(index, points[nth + 1]);
    }
    await this.bot(index).waitFor(({ msg }) => msg === 'ready');
  }

  /** Ends all in good order. */
  async stop(): Promise<void> {
    for (const bot of this.bots) bot.kill('SIGTERM');
    for (const bot of this.bots) {
      const { code } = await bot.ended;
      if (code !== 0) throw new Error(`a process did not stop in good order: ${wordsOf(bot)}`);
    }
  }

  async close(): Promise<void> {
    for (const bot of this.bots) {
      bot.kill('SIGKILL');
      await bot.ended;
    }
    this.#balancer.close();
    await this.stage.close();
  }

  async #standsStill(bot: BotProcess): Promise<undefined> {
    const isOver = bot.ended.then(() => true);
    for (;;) {
      if (bot.stderr.includes(KILL_MARK) && bot.stderr.includes('SIGSTOP')) return undefined;
      if (await Promise.race([isOver, sleep(100).then(() => false)])) {
        await new Promise(() => undefined);
      }
    }
  }

  #slot(index: number): Slot {
    const slot = this.#slots[index];
    if (!slot) throw new Error(`there is no process ${index}`);
    return slot;
  }
}

/** Has Discord post interactions to the load balancer, once something there has answered its check. */
async function postTo(balancer: LoadBalancer, { discord, clock }: CrashStage): Promise<void> {
  const { publicKey } = discord.endpoint;
  const { server } = await openHttpBench((app) => {
    interactionRoutes(app, { publicKey, take: () => false, clock });
  });
  balancer.leadTo([server.port]);
  await discord.endpoint.change(`http://127.0.0.1:${balancer.port}/interactions`);
  await server.close();
}

async function freeSlots(size: number): Promise<readonly Slot[]> {
  const ports = new Set<number>();
  while (ports.size < size) ports.add(Number(await freePort()));
  return [...ports].map((port) => ({ port, bot: undefined, within: undefined }));
}

interface Slot {
  readonly port: number;
  /** The command in which it runs. */
  within: readonly string[] | undefined;
  bot: BotProcess | undefined;
}

function wordsOf({ lines, stderr }: BotProcess): string {
  return [...lines.slice(-15), stderr].join('\n');
}
