/** What a node raises while it runs; ComfyUI reports it as `execution_error`. */
export class NodeException extends Error {
  override readonly name = 'NodeException';
  /** The name of the Python exception, with its module where it is not built in. */
  readonly exceptionType: string;

  constructor(message: string, exceptionType = 'Exception') {
    super(message);
    this.exceptionType = exceptionType;
  }
}
