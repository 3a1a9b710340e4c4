import type SQLite from 'better-sqlite3';
import { isTerminal, type Job } from '../../src/jobs/job.ts';
import { MEMBERS, type Members } from './members.ts';
import type { RunPodJob } from './runpod-model.ts';
import { LIMITS, type World } from './world.ts';

/** What must never be otherwise, by its name in the documentation. */
export class Broken extends Error {
  override readonly name = 'Broken';
}

/** A job whose submission was in doubt is sent once more, never a third time (docs/architecture.md). */
const MOST_SUBMISSIONS = 2;

/** What is checked as it happens. Keeps the first breach. */
export class Watch {
  breach: Broken | undefined;
  readonly #world: () => World;
  readonly #members: () => Members;
  readonly #ends = new Map<string, string>();

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
  readonly onChanged = ({ id, state }: Job, from: string | null | undefined): void => {
    const end = this.#ends.get(id);
    if (end !== undefined && end !== state) {
      this.report('one end per job', `${id} was ${end} and is ${state}`);
    }
    if (end !== undefined && from !== undefined && from !== null && from !== state) {
      this.report('one end per job', `${id} ended as ${end} and again as ${state}`);
    }
    if (isTerminal(state)) this.#ends.set(id, state);
  };

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

  #limits({ endpointId }: RunPodJob): void {
    const open = this.#world().runpod.open.filter((one) => one.endpointId === endpointId);
    const jobs = new Set(open.map(({ jobId }) => jobId)).size;
    if (jobs <= LIMITS.inFlight) return;
    this.report('no limit passed', `${endpointId} has ${jobs} jobs at once`);
  }

  #consent({ jobId, photos }: RunPodJob): void {
    const members = this.#members();
    for (const { photo, usedBy } of this.#roots(jobId, photos)) {
      const sent = members.sentPhotos.get(photo);
      const times = [...usedBy.map((id) => members.agreed.get(id)), sent?.consentedAt];
      const at = Math.max(...times.filter((time) => time !== undefined));
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
export function checkAtRest(world: World, members: Members, watch: Watch): void {
  world.disk.read((database) => {
    checkEnds(database, watch);
    checkPictures(world, database, watch);
    checkErased(members, database, watch);
  });
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

/** A picture that was paid for is shown once. */
function checkPictures(world: World, database: SQLite.Database, watch: Watch): void {
  for (const row of jobRows(database)) {
    if (row.state !== 'completed' || row.visibility !== 'shown' || row.undeliverable_at) continue;
    if (row.erased_at !== null || row.message_id === null) continue;
    const message = world.discord.messages.get(row.message_id);
    if (!message) continue;
    const shown = message.files.map(({ picture }) => picture);
    const stored = JSON.parse(row.pictures) as readonly unknown[];
    const runs = world.runpod.jobs.filter(({ jobId }) => jobId === row.id).map(({ id }) => id);
    const isOwn = shown.every((name) => runs.some((run) => name?.startsWith(`${run}-`)));
    if (shown.length !== stored.length || !isOwn) {
      watch.report('a paid picture is shown once', `${row.id} shows ${shown.join(', ') || 'none'}`);
    }
  }
}

/** Nothing of an erased member is left. */
function checkErased(members: Members, database: SQLite.Database, watch: Watch): void {
  for (const member of MEMBERS) {
    const erasure = members.erasures.findLast((one) => one.member === member);
    const lastAct = members.lastActs.get(member.id) ?? 0;
    if (!erasure || !members.isAnswered(erasure) || erasure.pressedAt < lastAct) continue;
    const found = rowsWith(database, [member.id, member.word]);
    if (found !== undefined)
      watch.report('nothing of an erased member is left', `${member.name}: ${found}`);
  }
}

/** The first row that has one of these texts anywhere. */
function rowsWith(database: SQLite.Database, texts: readonly string[]): string | undefined {
  const tables = database
    .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
    .all();
  for (const { name } of tables) {
    for (const row of database.prepare(`SELECT * FROM "${name}"`).all()) {
      const written = Object.values(row as object).map((value: unknown) =>
        value instanceof Buffer ? value.toString('latin1') : String(value),
      );
      if (texts.some((one) => written.some((value) => value.includes(one)))) {
        return `${name} has ${JSON.stringify(row).slice(0, 300)}`;
      }
    }
  }
  return undefined;
}
