import { MessageFlags } from 'discord.js';
import type { Message, MessageChange } from '../../../packages/stand-ins/discord/message.ts';
import type { DiscordSandbox } from '../../../packages/stand-ins/discord/sandbox.ts';
import type { SandboxJob } from '../../../packages/stand-ins/runpod/job.ts';
import type { RunPodSandbox } from '../../../packages/stand-ins/runpod/runpod-sandbox.ts';
import type { SeenRequest } from '../../../packages/stand-ins/loopback.ts';
import type { LogLine } from '../bot-process.ts';
import type { JobRow } from '../database.ts';
import { inputText, seedsIn } from './graph-text.ts';
import { logText } from './log-text.ts';
import { messageHead, messageText } from './message-text.ts';
import { Names } from './names.ts';

/** A state of a message. Only those kept are in the trace: others are shown in passing. */
interface State {
  readonly message: Message;
  readonly how: string;
  isKept: boolean;
  /** The act that it answers, or at whose end it was seen. */
  at?: string;
}

/** Small numbers may stand for anything; random seeds are larger. */
const LEAST_SEED = 1_000_000;

/**
 * What a story left: its acts, and what the bot sent because of them, by message and by job. Of a
 * message it has the first state, those that are answers, those that an act waited for, and the last.
 */
export class Trace {
  readonly names = new Names();
  readonly #discord: DiscordSandbox;
  readonly #runpod: RunPodSandbox;
  readonly #acts: string[] = [];
  /** The act of each interaction. */
  readonly #actOf = new Map<string, number>();
  readonly #messages = new Map<string, State[]>();
  readonly #jobs = new Map<string, JobRow>();
  readonly #jobOfRunPod = new Map<string, string>();
  readonly #refused: string[] = [];
  readonly #others = new Set<string>();

  constructor(discord: DiscordSandbox, runpod: RunPodSandbox) {
    this.#discord = discord;
    this.#runpod = runpod;
    discord.onMessage((change) => {
      if (change.via !== 'person') this.#noteChange(change);
    });
    discord.rest.onRequest((request) => {
      this.#noteRequest(request);
    });
    runpod.http.onRequest((request) => {
      this.#noteRefusal('RunPod', request);
    });
  }

  /** Begins an act. Returns its number. */
  act(text: string): number {
    return this.#acts.push(text);
  }

  /** An interaction is sent in an act: what the bot sends because of it is ordered by that. */
  sent(act: number, interactionId: string): void {
    this.#actOf.set(interactionId, act);
  }

  /** What came of an act besides messages. */
  outcome(act: number, text: string): void {
    this.#acts[act - 1] = `${this.#acts[act - 1] ?? ''}\n      ${text}`;
  }

  /** A message answered an act: that state is kept. */
  answered(act: number, message: Message): void {
    const states = this.#messages.get(message.id) ?? [];
    const state = states.findLast(({ how, at }) => how === 'answer' && at === undefined);
    if (state) state.at = `answers ${act}`;
  }

  /** An act waited for a message to be as it is now: that state is kept. */
  seen(act: number, messageId: string): void {
    const state = this.#messages.get(messageId)?.at(-1);
    if (!state) return;
    state.isKept = true;
    state.at ??= `seen at ${act}`;
  }

  /** Notes which jobs there are, while their rows still say so. */
  noteJobs(rows: readonly JobRow[]): void {
    for (const row of rows) {
      this.#jobs.set(row.id, row);
      if (row.runpod_id !== null) this.#jobOfRunPod.set(row.runpod_id, row.id);
    }
  }

  /** The whole trace. `rows`: the jobs' rows in the end. */
  write(title: string, rows: readonly JobRow[], log: readonly LogLine[]): string {
    this.noteJobs(rows);
    const messages = this.#inOrder();
    messages.forEach(([id], place) => {
      this.names.add(id, `message ${place + 1}`);
    });
    [...this.#jobs.keys()].forEach((id, place) => {
      this.names.add(id, `job ${place + 1}`);
    });
    const left = new Map(rows.map((row) => [row.id, row]));
    const sections = [
      [title],
      this.#acts.map((act, place) => `${String(place + 1).padStart(3)}. ${act}`),
      ...messages.map(([id, states]) => this.#messageText(id, states)),
      ...[...this.#jobs.keys()].map((id) => this.#jobText(id, left.get(id))),
      ...this.#runpod.jobs
        .filter(({ id }) => this.#jobFor(id) === undefined)
        .map((job) => ['RunPod has a job without a row', ...this.#runText(job)]),
      this.#otherText(),
      logText(log),
    ];
    const text = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'));
    return `${this.#withoutSeeds(this.names.replaceIn(text.join('\n\n')))}\n`;
  }

  #noteChange({ kind, message, via }: MessageChange): void {
    const states = this.#messages.get(message.id) ?? [];
    this.#messages.set(message.id, states);
    if ((message.flags & MessageFlags.Loading) !== 0 && kind !== 'deleted') return;
    const isFirst = states.length === 0;
    const isAnswer = via === 'callback' || (isFirst && via === 'token' && kind === 'edited');
    const by = via === 'bot' ? ' by the bot' : '';
    const how = isAnswer ? 'answer' : `${kind === 'created' ? 'posted' : kind}${by}`;
    states.push({ message, how, isKept: isFirst || isAnswer || kind === 'deleted' });
  }

  #noteRequest(request: SeenRequest): void {
    this.#noteRefusal('Discord', request);
    const { method, path, status } = request;
    if (status === undefined || status >= 400 || method === 'GET') return;
    if (/\/(?:callback|commands|messages)(?:[/?]|$)/.test(path)) return;
    if (path.startsWith('/api/v10/webhooks/')) return;
    this.#others.add(`Discord: ${method} ${bare(path)}`);
  }

  #noteRefusal(whose: string, { method, path, status = 0 }: SeenRequest): void {
    if (status >= 400) this.#refused.push(`${whose} refuses ${method} ${bare(path)}: ${status}`);
  }

  /** By the act that caused them, and in order of arrival. Those of no act come last. */
  #inOrder(): [string, State[]][] {
    const actOf = ([, [first]]: [string, State[]]) =>
      this.#actOf.get(first?.message.interaction_metadata?.id ?? '') ?? Infinity;
    return [...this.#messages]
      .filter(([, states]) => states.length > 0)
      .sort((a, b) => actOf(a) - actOf(b) || 0);
  }

  #messageText(id: string, states: State[]): string[] {
    const last = states.at(-1);
    if (last) last.isKept = true;
    const kept = states.filter(({ isKept }) => isKept);
    const [first] = kept;
    if (!first) return [];
    const head = messageHead(first.message, (user) => this.names.of(user));
    const lines = [`${this.names.of(id)} in ${[first.message.channel_id, ...head].join(', ')}`];
    let before = '';
    for (const { message, how, at } of kept) {
      if (how.startsWith('deleted')) {
        lines.push(`  ${how}`);
        continue;
      }
      const text = messageText(message).map((line) => `    ${line}`);
      if (text.join('\n') === before) continue;
      before = text.join('\n');
      const when = at === undefined ? how : how === 'answer' ? at : `${how}, ${at}`;
      lines.push(`  ${when}:`, ...text);
    }
    return lines;
  }

  #jobText(id: string, row: JobRow | undefined): string[] {
    const known = row ?? this.#jobs.get(id);
    if (!known) return [];
    const runs = this.#runpod.jobs.filter((job) => this.#jobFor(job.id) === id);
    return [
      `${this.names.of(id)}: ${known.recipe} for ${known.user_id} in ${known.channel_id}`,
      ...runs.flatMap((job) => this.#runText(job)),
      `  ${row ? rowText(row) : 'its row is gone'}`,
    ];
  }

  #runText({ id, input, policy, webhook, endpointId }: SandboxJob): string[] {
    const cancels = this.#runpod.http.requests.filter(({ path }) => path.endsWith(`/cancel/${id}`));
    const policies = Object.entries(policy).map(([name, value]) => ` ${name} ${value}`);
    return [
      `  POST ${endpointId}/run${policies.join()}${webhook === undefined ? '' : ' webhook'}`,
      ...inputText(input).map((line) => `    ${line}`),
      ...cancels.slice(0, 1).map(() => '  POST cancel'),
    ];
  }

  /** The job of one at RunPod. Of an attempt that its row did not learn of, by the same input. */
  #jobFor(runpodId: string): string | undefined {
    const known = this.#jobOfRunPod.get(runpodId);
    if (known !== undefined) return known;
    const input = (id: string) =>
      JSON.stringify(this.#runpod.jobs.find((job) => job.id === id)?.input);
    const twin = [...this.#jobOfRunPod].find(([id]) => input(id) === input(runpodId));
    return twin?.[1];
  }

  #otherText(): string[] {
    const fetched = this.#discord.cdn.requests.map(
      ({ path }) => `fetched: ${bare(path).split('/').at(-1) ?? ''}`,
    );
    return [
      ...counted([...this.#refused].sort()),
      ...[...this.#others].sort(),
      ...counted(fetched.sort()),
    ];
  }

  #withoutSeeds(text: string): string {
    const asked = new Set(this.#acts.join('\n').match(/\d+/g));
    const order = [...this.#jobs.keys()];
    const placeOf = ({ id }: SandboxJob) => order.indexOf(this.#jobFor(id) ?? '');
    const jobs = [...this.#runpod.jobs].sort((a, b) => placeOf(a) - placeOf(b));
    const seeds = jobs.flatMap(({ input }) => seedsIn(input)).map(String);
    const drawn = [...new Set(seeds)].filter(
      (seed) => !asked.has(seed) && Number(seed) >= LEAST_SEED,
    );
    return drawn.reduce((left, seed, place) => left.replaceAll(seed, `<seed ${place + 1}>`), text);
  }
}

/** A path without its host's prefix, its query, and the token of an interaction. */
function bare(path: string): string {
  return path
    .replace(/^\/(?:api\/v10|v2)\//, '')
    .replace(/\?.*$/, '')
    .replace(/[\w-]{60,}/, 'token');
}

/** Equal lines once, with their number. */
function counted(lines: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return [...counts].map(([line, count]) => (count === 1 ? line : `${line} (${count} times)`));
}

function rowText(row: JobRow): string {
  const facts = [
    row.state,
    row.error_code,
    row.cancelled_by && `cancelled by ${row.cancelled_by}`,
    `${row.pictures} of ${row.count} pictures`,
    `attempt ${row.attempt}`,
    row.retry_of && `retry of ${row.retry_of}`,
    row.from_job && `${row.from_step ?? ''} of ${row.from_job}`,
    row.private && 'private',
    row.covered && 'spoiler',
    row.age_restricted && 'age-restricted',
    row.visibility !== 'shown' && row.visibility,
    row.consent_withdrawn > 0 && 'consent withdrawn',
    row.undeliverable_at !== null && 'undeliverable',
    row.erased_at !== null && 'erased',
    row.message_id ?? 'no message',
  ];
  return `row: ${facts.filter((fact) => typeof fact === 'string').join(', ')}`;
}
