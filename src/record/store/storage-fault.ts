/** Why pictures cannot be stored, in words that operators read. */
export type StorageFault = 'full' | 'no file descriptors' | 'missing' | 'not writable' | 'failing';

/**
 * Faults of the storage: they pass, or an operator mends them. Any other error, such as a folder in
 * the place of a picture, concerns one file.
 */
const FAULTS: ReadonlyMap<unknown, StorageFault> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EMFILE', 'no file descriptors'],
  ['ENFILE', 'no file descriptors'],
  ['ENOENT', 'missing'],
  ['ENOTDIR', 'missing'],
  ['EROFS', 'not writable'],
  ['EACCES', 'not writable'],
  ['EPERM', 'not writable'],
  ['EIO', 'failing'],
  ['ENXIO', 'failing'],
  ['ENODEV', 'failing'],
  ['ESTALE', 'failing'],
  ['ETIMEDOUT', 'failing'],
]);

/** Pictures cannot be stored, for a reason that may pass. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly fault: StorageFault;
  /** The system's own code, such as `ENOSPC`. */
  readonly code: string;

  constructor(fault: StorageFault, code: string, cause: unknown) {
    super(`pictures cannot be stored: ${fault} (${code})`, { cause });
    this.fault = fault;
    this.code = code;
  }
}

/** Awaits file system calls. @throws StorageError for a fault of the storage, otherwise what they throw. */
export async function orStorageError<T>(calls: Promise<T>): Promise<T> {
  return calls.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const fault = FAULTS.get(code);
    throw fault === undefined ? error : new StorageError(fault, String(code), error);
  });
}
