/** A row that this version cannot read, of a job that is not over. */
export class UnreadableRow extends Error {
  override readonly name = 'UnreadableRow';
  readonly jobId: string;

  constructor(jobId: string, columns: readonly string[]) {
    super(`the row of job ${jobId} cannot be read: ${columns.join(', ')}`);
    this.jobId = jobId;
  }
}
