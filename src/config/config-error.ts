/** Thrown when variables are wrong or missing; its message lists them all, one per line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** One sentence each. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    const list =
      problems.length === 1
        ? ` ${problems.join()}`
        : problems.map((problem) => `\n  ${problem}`).join('');
    super(`The configuration has to be corrected:${list}`, options);
    this.problems = problems;
  }
}
