import { EventEmitter } from 'node:events';
import type {
  BotProcess,
  News,
  ProcessEvents,
  Processes,
  ProcessFacts,
} from '../../src/store/processes.ts';

/** Processes as one of them sees them: a test changes who lives, and sees what is told. */
export class SomeProcesses implements Processes {
  readonly events = new EventEmitter<ProcessEvents>();
  readonly told: News[] = [];
  readonly noted: ProcessFacts[] = [];
  readonly claimed = new Set<string>();
  readonly own: string;
  isLeased = true;
  living: readonly BotProcess[];

  constructor(own: string, ...ids: readonly string[]) {
    this.own = own;
    this.living = ids.map((id) => processNamed(id));
  }

  get isLead(): boolean {
    return this.living.find(({ isLeaving }) => !isLeaving)?.id === this.own;
  }

  /** From now on these live. */
  become(...living: readonly (string | BotProcess)[]): void {
    this.living = living.map((one) => (typeof one === 'string' ? processNamed(one) : one));
    this.events.emit('changed');
  }

  tell(news: News): void {
    this.told.push(news);
  }

  claim(name: string): Promise<boolean> {
    const isFirst = !this.claimed.has(name);
    this.claimed.add(name);
    return Promise.resolve(isFirst);
  }

  note(facts: ProcessFacts): void {
    this.noted.push(facts);
  }
}

export function processNamed(id: string, parts: Partial<BotProcess> = {}): BotProcess {
  return {
    id,
    intake: 'gateway',
    isConnected: false,
    isLeaving: false,
    isDraining: false,
    isCutOff: false,
    applicationId: undefined,
    startedAt: 0,
    ...parts,
  };
}
