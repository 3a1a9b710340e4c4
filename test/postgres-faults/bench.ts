import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { SandboxInteraction } from '../../packages/stand-ins/discord/interaction.ts';
import type { Message } from '../../packages/stand-ins/discord/message.ts';
import { freePort } from '../../packages/stand-ins/free-port.ts';
import { base64, PNG } from '../comfy/pictures.ts';
import { imagine, openStudio, shown } from '../support/imagine.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import type { Studio } from '../support/studio.ts';
import { PostgresProxy } from './proxy.ts';

/** As long as Discord waits. */
export const FIRST_ANSWER_MS = 3_000;
const WORKERS = 2;

const readyz = z.object({ parts: z.record(z.string(), z.unknown()) });

/** A bot at work on a PostgreSQL server that can fail. */
export class FaultBench {
  readonly server: PostgresServer;
  readonly proxy: PostgresProxy;
  readonly studio: Studio;
  readonly #metricsPort: string;

  private constructor(server: PostgresServer, proxy: PostgresProxy, studio: Studio, port: string) {
    this.server = server;
    this.proxy = proxy;
    this.studio = studio;
    this.#metricsPort = port;
  }

  /** `smallDisk`: see {@link PostgresServer.create}. */
  static async open(smallDisk?: 'tables' | 'log'): Promise<FaultBench> {
    const server = await PostgresServer.create(
      ['max_connections=30'],
      smallDisk === undefined ? {} : { smallDisk },
    );
    onTestFinished(() => server.close());
    // No superuser, for whom the server keeps connections.
    await server.ask('CREATE ROLE bot LOGIN');
    await server.ask('CREATE DATABASE darkroom OWNER bot');
    const proxy = await PostgresProxy.start(server.port);
    onTestFinished(() => proxy.close());
    const port = await freePort();
    const studio = await openStudio({
      env: { DATABASE_URL: proxy.url, METRICS_PORT: port, PICTURE_STORE: 'database' },
      runpod: { workers: WORKERS },
      botWaitsMs: FIRST_ANSWER_MS,
    });
    return new FaultBench(server, proxy, studio, port);
  }

  /** Requests a picture, which RunPod answers so. */
  ask(prompt: string, picture = PNG): Promise<SandboxInteraction> {
    this.studio.runpod.script({ output: { images: [{ data: base64(picture) }] } });
    return imagine(this.studio, { prompt });
  }

  /** Jobs at RunPod, some of them with a worker, and one that waits here. */
  async askForSome(count = 5, picture = PNG): Promise<readonly SandboxInteraction[]> {
    const { runpod } = this.studio;
    runpod.hold();
    const asked = [];
    for (let one = 1; one < count; one += 1) asked.push(await this.ask(`a hill ${one}`, picture));
    await this.#until(() => runpod.submissions() === count - 1);
    const isWorking = ({ status }: { status: string }) => status === 'IN_PROGRESS';
    await this.#until(() => runpod.jobs.filter(isWorking).length === WORKERS);
    // RunPod does not take it at first.
    runpod.http.fault({ path: /run$/, times: 1, answer: { status: 429 } });
    asked.push(await this.ask('the one that waits', picture));
    await Promise.all(asked.map(({ answered }) => answered));
    return asked;
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** What a member reads, and whether it came in time. */
  async reads(
    asked: Promise<SandboxInteraction> | SandboxInteraction,
  ): Promise<{ readonly content: string; readonly inTime: boolean | number }> {
    const began = performance.now();
    const { message } = await (await asked).answered;
    const took = Math.round(performance.now() - began);
    return { content: message?.content ?? '', inTime: took < FIRST_ANSWER_MS || took };
  }

  async readiness(): Promise<{ readonly status: number; readonly database: unknown }> {
    const { status, parts } = await this.#ready();
    return { status, database: parts.database };
  }

  /** What `/readyz` says of pictures. */
  async pictures(): Promise<unknown> {
    return (await this.#ready()).parts.pictures;
  }

  async #ready() {
    const answer = await fetch(`http://127.0.0.1:${this.#metricsPort}/readyz`);
    return { status: answer.status, ...readyz.parse(await answer.json()) };
  }

  /** What everybody sees. */
  messages(): readonly Message[] {
    const { discord } = this.studio;
    return discord.messages(discord.world.channels.general, discord.world.people.cleo);
  }

  /** How many messages show a picture. */
  shown(): number {
    return this.messages().filter(shown).length;
  }

  /** Each job: its state, and how often it was sent. */
  async jobs(): Promise<readonly string[]> {
    const rows = await this.server.ask(
      'SELECT state, attempt FROM jobs ORDER BY created_at',
      'darkroom',
    );
    return rows.map(({ state, attempt }) => `${String(state)} ${String(attempt)}`);
  }
}
