/** The demo did not go as it should, and this is what the bot said last. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
  readonly botLines: readonly string[];

  constructor(cause: unknown, botLines: readonly string[]) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.botLines = botLines;
  }
}
