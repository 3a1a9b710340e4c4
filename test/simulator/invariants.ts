import type SQLite from 'better-sqlite3';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import type { MessageBody } from '../../src/discord/rest/message-payload.ts';
import { isDirect, type Message } from './discord-model.ts';
import { type Member, MEMBERS, type Members } from './members.ts';
import type { RunPodJob } from './runpod-model.ts';
import { JOB_TIMEOUT_MS, LIMITS, type World } from './world.ts';

/** What must never be otherwise, by its name in the documentation. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** A job whose submission was in doubt is sent once more, never a third time (docs/architecture.md). */
const MOST_SUBMISSIONS = 2;

const HOUR_MS = 60 * 60_000;

interface Requested {
  readonly userId: string;
  readonly count: number;
  readonly at: number;
}

/** What is checked as it happens. Keeps the first breach. */
export class Watch {
  breach: Broken | undefined;
  readonly #world: () => World;
  readonly #members: () => Members;
  readonly #ends = new Map<string, { readonly state: string; readonly at: number }>();
  readonly #requested = new Map<string, Requested>();

  constructor(world: () => World, members: () => Members) {
    this.#world = world;
    this.#members = members;
  }

  report(invariant: string, what: string): void {
    if (this.breach) return;
    this.#world().tell(`BROKEN ${invariant}: ${what}`);
    this.breach = new Broken(`${invariant}: ${what}`);
  }

  /** One end per job. */
  readonly onChanged = (job: Job, from: string | null | undefined): void => {
    const { id, state } = job;
    if (from === null) this.#requests(job);
    const end = this.#ends.get(id)?.state;
    if (end !== undefined && end !== state) {
      this.report('one end per job', `${id} was ${end} and is ${state}`);
    }
    if (end !== undefined && from !== undefined && from !== null && from !== state) {
      this.report('one end per job', `${id} ended as ${end} and again as ${state}`);
    }
    if (!isTerminal(state) || end !== undefined) return;
    this.#ends.set(id, { state, at: this.#world().timeline.now });
  };

  /** When a job ended, by the true time. */
  endOf(jobId: string): number | undefined {
    return this.#ends.get(jobId)?.at;
  }

  readonly onSubmitted = (submitted: RunPodJob): void => {
    this.#purchases(submitted);
    this.#limits(submitted);
    this.#consent(submitted);
  };

  #purchases({ jobId }: RunPodJob): void {
    const bought = this.#world().runpod.jobs.filter((one) => one.jobId === jobId).length;
    if (bought <= MOST_SUBMISSIONS) return;
    this.report('no purchase beyond the promise', `${jobId} was submitted ${bought} times`);
  }

  #limits({ jobId, endpointId }: RunPodJob): void {
    const { runpod } = this.#world();
    // A submission in doubt may go on there: of a job that was sent twice, the later one counts.
    const open = runpod.open.filter(
      (one) =>
        !this.#ends.has(one.jobId) &&
        runpod.jobs.findLast((other) => other.jobId === one.jobId) === one,
    );
    const there = open.filter((one) => one.endpointId === endpointId).length;
    if (there > LIMITS.inFlight) {
      this.report('no limit passed', `${endpointId} has ${there} jobs at once`);
    }
    const user = this.#requested.get(jobId)?.userId;
    const own = open.filter((one) => this.#requested.get(one.jobId)?.userId === user);
    const pictures = own.reduce((sum, one) => sum + one.count, 0);
    if (own.length > 1 && pictures > LIMITS.perPerson) {
      this.report('no limit passed', `${user ?? ''} has ${pictures} pictures made at once`);
    }
  }

  /** Ends that were committed just before a kill, and that nobody heard of. */
  noteEnds(): void {
    const rows = this.#world().disk.read(jobRows);
    for (const { id, state } of rows) {
      if (!isTerminal(state) || this.#ends.has(id)) continue;
      this.#ends.set(id, { state, at: this.#world().timeline.now });
    }
  }

  /** A request that was accepted is within its member's limits. */
  #requests({ id, userId, count }: Job): void {
    const { now } = this.#world().timeline;
    this.#requested.set(id, { userId, count, at: now });
    const own = [...this.#requested].filter(([, one]) => one.userId === userId);
    const recent = own.filter(([, { at }]) => at > now - HOUR_MS);
    const hourly = recent.reduce((sum, [, one]) => sum + one.count, 0);
    if (recent.length > 1 && hourly > LIMITS.hourly) {
      this.report('no limit passed', `${userId} has asked for ${hourly} pictures within an hour`);
    }
    const unfinished = own.filter(([one]) => !this.#ends.has(one));
    let pictures = 0;
    const first = unfinished.findIndex(([, one], index) => {
      pictures += one.count;
      return index > 0 && pictures > LIMITS.perPerson;
    });
    const waiting = first === -1 ? 0 : unfinished.length - first;
    if (waiting > LIMITS.waiting) {
      this.report('no limit passed', `${waiting} requests of ${userId} wait`);
    }
  }

  #consent({ jobId, photos }: RunPodJob): void {
    const members = this.#members();
    for (const { photo, usedBy } of this.#roots(jobId, photos)) {
      const sent = members.sentPhotos.get(photo);
      const given = members.agreed.filter(
        ({ jobId: job, by }) => usedBy.includes(job) && by === sent?.member,
      );
      const at = Math.max(...given.map((one) => one.at), sent?.consentedAt ?? -Infinity);
      if (!sent || at === -Infinity) {
        this.report('no photo without consent', `${photo} of ${jobId} was sent without any`);
        return;
      }
      const taken = [...members.withdrawals, ...members.erasures].find(
        (one) => one.member === sent.member && one.pressedAt > at && members.isAnswered(one),
      );
      if (taken) {
        const what = `${photo} of ${jobId} was sent after ${sent.member.name} took consent back`;
        this.report('no photo without consent', what);
      }
    }
  }

  /** The members' photos that pictures come from, and the jobs on the way. */
  #roots(
    jobId: string,
    pictures: readonly string[],
  ): readonly { readonly photo: string; readonly usedBy: readonly string[] }[] {
    return pictures.flatMap((name) => {
      const run = /^(run-\d+)-/.exec(name)?.[1];
      if (run === undefined) return [{ photo: name, usedBy: [jobId] }];
      const source = this.#world().runpod.jobs.find(({ id }) => id === run);
      const roots = source ? this.#roots(source.jobId, source.photos) : [];
      return roots.map(({ photo, usedBy }) => ({ photo, usedBy: [jobId, ...usedBy] }));
    });
  }
}

interface JobRow {
  readonly id: string;
  readonly state: Job['state'];
  readonly error_code: string | null;
  readonly remote_open: number;
  readonly revision: number;
  readonly shown_revision: number;
  readonly undeliverable_at: number | null;
  readonly pictures: string;
  readonly visibility: string;
  readonly message_id: string | null;
  readonly answered_interaction_id: string;
  readonly runpod_id: string | null;
  readonly erased_at: number | null;
}

function jobRows(database: SQLite.Database): readonly JobRow[] {
  return database.prepare<[], JobRow>('SELECT * FROM jobs').all();
}

/** What is not at rest yet: `undefined` once everything has ended and is shown. */
export function unrest(world: World): string | undefined {
  if (!world.isUp) return 'the bot is down';
  const open = world.runpod.open.filter(({ fate }) => fate.end !== 'never');
  if (open[0]) return `${open[0].id} goes on at RunPod`;
  return world.disk.read((database) => {
    const deferral = database.prepare('SELECT * FROM deferrals').get();
    if (deferral !== undefined) return `a deferral is open: ${JSON.stringify(deferral)}`;
    const job = jobRows(database).find((row) => !isAtRest(row));
    return job && `job ${job.id} is ${job.state}, ${JSON.stringify(job)}`;
  });
}

function isAtRest(row: JobRow): boolean {
  if (!isTerminal(row.state) || row.remote_open) return false;
  const isShown = row.shown_revision >= row.revision;
  return isShown || row.undeliverable_at !== null || row.erased_at !== null;
}

/** What is checked once everything is at rest. */
export async function checkAtRest(world: World, members: Members, watch: Watch): Promise<void> {
  const rows = world.disk.read((database) => {
    checkEnds(database, watch);
    checkErased(members, database, watch);
    return jobRows(database);
  });
  for (const row of rows) {
    checkRun(world, row, watch);
    await checkMessage(world, row, watch);
  }
  checkShownOnce(world, watch);
}

function checkEnds(database: SQLite.Database, watch: Watch): void {
  const twice = database
    .prepare<[], { job_id: string }>(
      `SELECT job_id FROM job_events WHERE to_state IN ('completed','failed','cancelled','expired')
       GROUP BY job_id HAVING count(*) > 1`,
    )
    .get();
  if (twice) watch.report('one end per job', `${twice.job_id} has two ends in its events`);
}

/** Nothing that RunPod made in time is lost, and nothing that was cancelled goes on there. */
function checkRun(world: World, row: JobRow, watch: Watch): void {
  const run = world.runpod.jobs.find(({ id }) => id === row.runpod_id);
  if (!run) return;
  const endedAt = run.endedAt ?? Infinity;
  if (row.state === 'cancelled') {
    if (run.cancelledAt !== undefined || endedAt < (watch.endOf(row.id) ?? 0) + SLACK_MS) return;
    watch.report('everything ends', `${row.id} is cancelled, and ${run.id} was not`);
  }
  if (row.state !== 'failed' && row.state !== 'expired') return;
  if (run.status !== 'COMPLETED' || run.fate.end !== 'pictures') return;
  if (endedAt - run.submittedAt > JOB_TIMEOUT_MS - SLACK_MS) return;
  const what = `${row.id} is ${row.state} (${row.error_code ?? ''}), though ${run.id} was made`;
  watch.report('a paid picture is never lost', what);
}

/** A poll may have been just before, and the answer late. */
const SLACK_MS = 60_000;

/** A message is what its row says, and a completed one shows the pictures that were made for it. */
async function checkMessage(world: World, row: JobRow, watch: Watch): Promise<void> {
  if (row.undeliverable_at !== null || row.erased_at !== null) return;
  const messages = [...world.discord.messages.values()];
  const message =
    messages.find(({ id }) => id === row.message_id) ??
    messages.find(({ interactionId }) => interactionId === row.answered_interaction_id);
  if (!message) {
    watch.report('the message equals the row', `${row.id} is ${row.state} and has no message`);
    return;
  }
  const body = await settled(world, row.id);
  const said = ({ embeds, components }: Pick<Message, 'embeds' | 'components'>) =>
    JSON.stringify([embeds, components]);
  const drawn = said(body);
  if (said(message) !== drawn) {
    const what = `${row.id} is ${row.state}, its message ${said(message)} instead of ${drawn}`;
    watch.report('the message equals the row', what);
  }
  const shown = message.files.map(({ picture }) => picture);
  const runs = world.runpod.jobs.filter(({ jobId }) => jobId === row.id).map(({ id }) => id);
  const isOwn = shown.every((name) => runs.some((run) => name?.startsWith(`${run}-`)));
  if (shown.length !== body.attachments.length || !isOwn) {
    watch.report('a paid picture is shown once', `${row.id} shows ${shown.join(', ') || 'none'}`);
  }
}

async function settled(world: World, jobId: string): Promise<MessageBody> {
  const body = await world.drawn(jobId);
  if (!body) throw new Error(`${jobId} has no row`);
  return body;
}

/** No picture is in two messages that everyone sees. */
function checkShownOnce(world: World, watch: Watch): void {
  const seen = new Set<string>();
  for (const { files, onlyFor, channelId } of world.discord.messages.values()) {
    if (onlyFor !== undefined || isDirect(channelId)) continue;
    for (const { picture = '' } of files) {
      if (seen.has(picture)) watch.report('a paid picture is shown once', `${picture} is twice`);
      seen.add(picture);
    }
  }
}

/**
 * Nothing of an erased member is left. Words that another member asked for again are that member's.
 */
function checkErased(members: Members, database: SQLite.Database, watch: Watch): void {
  const tables = database
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all();
  for (const member of MEMBERS) {
    const erasure = members.erasures.findLast((one) => one.member === member);
    const lastAct = members.lastActs.get(member.id) ?? 0;
    if (!erasure || !members.isAnswered(erasure) || erasure.pressedAt < lastAct) continue;
    for (const { name } of tables) {
      const rows = database.prepare<[], Record<string, unknown>>(`SELECT * FROM "${name}"`).all();
      const row = rows.find((one) => isAbout(member, one));
      if (!row) continue;
      const what = `${member.name}: ${name} has ${JSON.stringify(row).slice(0, 300)}`;
      watch.report('nothing of an erased member is left', what);
    }
  }
}

function isAbout({ id, word }: Member, row: Readonly<Record<string, unknown>>): boolean {
  const isOthers = MEMBERS.some((other) => other.id !== id && other.id === row.user_id);
  const texts = isOthers ? [id] : [id, word];
  return Object.values(row).some((value) => {
    const written = value instanceof Buffer ? value.toString('latin1') : String(value);
    return texts.some((text) => written.includes(text));
  });
}
