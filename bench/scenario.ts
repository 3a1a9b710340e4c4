import type { Report } from './figure.ts';

/** What can be chosen on the command line. */
export interface BenchOptions {
  /** How many rows the big log has. */
  readonly rows: number;
  /** Fewer sizes and repeats, for a first look. */
  readonly quick: boolean;
}

/** Something that is measured in a process of its own, which is ended when its time is up. */
export interface Scenario {
  readonly name: string;
  readonly withinMs: number;
  run(report: Report, options: BenchOptions): Promise<void>;
}
