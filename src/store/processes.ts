import { z } from 'zod';

/** A living process of the bot. */
export interface BotProcess {
  readonly id: string;
  /** `http`, or `gateway` with the shards that it may connect. */
  readonly intake: string;
  /** Whether it is connected to the gateway. */
  readonly isConnected: boolean;
  /** Whether it has begun to stop. */
  readonly isLeaving: boolean;
  /** Whether the operator has ordered it to leave new interactions to the others. */
  readonly isDraining: boolean;
  /** Whether it cannot reach the gateway, and another process should try. */
  readonly isCutOff: boolean;
  /** The application at Discord, once known. */
  readonly applicationId: string | undefined;
  /** By the database's clock, in milliseconds since the epoch. */
  readonly startedAt: number;
}

const ids = z.array(z.string()).optional();

/**
 * What arrives from another process: ids by what they are about. All of it is a hint: the rows are the
 * truth.
 */
export const newsSchema = z.object({
  from: z.string(),
  news: z.object({
    /** Jobs that their driver did not change itself: `driver/job`. */
    jobs: ids,
    /** Processes whose waiting jobs are next. */
    queues: ids,
    /** Reports that moderators should see. */
    reports: ids,
    /** Webhooks of RunPod: `job/attempt`. */
    webhooks: ids,
    /** News was lost, so every process should check all. */
    all: ids,
    /** What members did: `member/interaction`. */
    actions: ids,
  }),
});

export type NewsKind = keyof z.infer<typeof newsSchema>['news'];
export type News = Readonly<Partial<Record<NewsKind, readonly string[]>>>;

export interface ProcessEvents {
  /** A process has started or ended, or its facts have changed. */
  changed: [];
  /** News of another process. */
  heard: [news: News];
  /** News may have been missed, so all rows should be checked. */
  missed: [];
}

/** The channel by which processes notify each other. */
export const CHANNEL = 'darkroom';

/** What a process sends to the others. Without news, they read the rows of all processes at once. */
export function notification(from: string, news: News): string {
  return JSON.stringify({ from, news });
}

type Listen = ((kind: 'changed' | 'missed', listener: () => void) => unknown) &
  ((kind: 'heard', listener: (news: News) => void) => unknown);

/** Allows listening only. */
interface Listeners {
  readonly on: Listen;
  readonly off: Listen;
}

/** The processes that share the database, and this one among them. */
export interface Processes {
  /** This process; empty if it is the only one, as on SQLite. */
  readonly own: string;
  readonly events: Listeners;
  /** All living processes, this one included, in the order in which they started. */
  readonly living: readonly BotProcess[];
  /**
   * Whether this process does what one does for all, such as posting reports: the oldest that is not
   * about to stop.
   */
  readonly isLead: boolean;
  /** Whether its jobs are its own for now. If not, another process may have taken them over. */
  readonly isLeased: boolean;
  /** Tells the other processes, soon, and together with other news. They may miss it. */
  tell(news: News): void;
  /**
   * Whether this process is the first to claim something, which it then holds for a while: by default
   * a minute. True if that is not known.
   */
  claim(name: string, forMs?: number): Promise<boolean>;
  /** Changes facts of this process, and lets the others know soon. */
  note(facts: ProcessFacts): void;
}

/** How many processes run, drain and stop. The only process counts as running. */
export function countProcesses({ living }: Pick<Processes, 'living'>) {
  const stopping = living.filter(({ isLeaving }) => isLeaving).length;
  const draining = living.filter((one) => one.isDraining && !one.isLeaving).length;
  return { running: Math.max(1, living.length) - stopping - draining, draining, stopping };
}

/** What decides whether a process may take interactions. */
type Eligibility = Pick<BotProcess, 'intake' | 'isLeaving' | 'isDraining' | 'isCutOff'>;

/** Whether it neither drains nor is cut off. */
export function isAble({ isDraining, isCutOff }: Eligibility): boolean {
  return !isDraining && !isCutOff;
}

/**
 * The processes that may take the interactions of an intake. One that drains or is cut off does so only
 * if there is no other.
 */
export function eligibleFor<One extends Eligibility>(
  intake: string,
  living: readonly One[],
): readonly One[] {
  const staying = living.filter((one) => one.intake === intake && !one.isLeaving);
  const able = staying.filter(isAble);
  return able.length > 0 ? able : staying;
}

/** This process as the others know it; `undefined` if only one can run. */
export function selfOf({ living, own }: Pick<Processes, 'living' | 'own'>): BotProcess | undefined {
  return living.find(({ id }) => id === own);
}

/** Whether this process drains, and leaves new interactions to others. */
export function leavesInteractions(processes: Pick<Processes, 'living' | 'own'>): boolean {
  const self = selfOf(processes);
  if (!self?.isDraining) return false;
  return !eligibleFor(self.intake, processes.living).includes(self);
}

/** This process has stood still so long that others may have taken its jobs over. */
export class Unleased extends Error {
  override readonly name = 'Unleased';

  constructor() {
    super('it is not known whether the jobs of this process are still its own');
  }
}

/** Call before what another process may do as well. @throws Unleased. */
export function requireLease({ isLeased }: Pick<Processes, 'isLeased'>): void {
  if (!isLeased) throw new Unleased();
}

/**
 * Among how many processes the limits of RunPod and Discord are divided: those that take interactions,
 * those that drain, and this one. The others make few calls.
 */
export function sharersOf({ living, own }: Pick<Processes, 'living' | 'own'>): number {
  const atWork = living.filter(
    ({ id, intake, isConnected, isDraining }) =>
      id === own || intake === 'http' || isConnected || isDraining,
  );
  return Math.max(1, atWork.length);
}

/** Facts of a process that change while it runs. */
export interface ProcessFacts {
  readonly isConnected?: boolean;
  readonly isCutOff?: boolean;
  readonly isLeaving?: true;
  readonly applicationId?: string;
}

/** The process of a database that only one may use. */
export const ONLY_PROCESS: Processes = {
  own: '',
  // Nothing happens to it.
  events: { on: () => undefined, off: () => undefined },
  living: [],
  isLead: true,
  isLeased: true,
  tell: () => undefined,
  claim: () => Promise.resolve(true),
  note: () => undefined,
};
