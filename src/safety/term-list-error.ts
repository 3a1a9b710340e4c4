/** Thrown for a list that cannot be used; its message says where and why, for the operator. */
export class TermListError extends Error {
  override readonly name = 'TermListError';
}
