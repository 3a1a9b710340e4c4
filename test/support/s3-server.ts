import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { utimes } from 'node:fs/promises';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Bucket } from '../../src/images/bucket-pictures.ts';

const NAME = 'pictures';
const PROGRAM = fileURLToPath(import.meta.resolve('s3rver')).replace(
  /lib\/s3rver\.js$/,
  'bin/s3rver.js',
);
const OBJECT = '._S3rver_object';

/** An S3 server with one bucket. */
export interface S3Server {
  /** With a prefix in it. */
  bucket(prefix: string): Bucket;
  /** The objects below a prefix, in order. */
  objects(prefix: string): string[];
  /** Puts an empty object there, faster than by a request. */
  put(prefix: string, file: string): void;
  /** Dates an object back. */
  age(prefix: string, file: string, ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one whose objects lie in a folder. It is a process of its own, since it handles errors of the whole process. */
export async function startS3(folder: string): Promise<S3Server> {
  const child = spawn(
    process.execPath,
    // It encrypts continuation tokens with DES.
    [
      '--openssl-legacy-provider',
      PROGRAM,
      '-d',
      folder,
      '-a',
      '127.0.0.1',
      '-p',
      '0',
      '-s',
      '--configure-bucket',
      NAME,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exit = once(child, 'exit');
  const folderOf = (prefix: string) => join(folder, NAME, prefix);
  const port = await portIn(createInterface(child.stdout));
  return {
    bucket: (prefix) => ({
      name: NAME,
      prefix,
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
    }),
    objects: (prefix) =>
      (existsSync(folderOf(prefix)) ? readdirSync(folderOf(prefix)) : [])
        .filter((name) => name.endsWith(OBJECT))
        .map((name) => name.slice(0, -OBJECT.length))
        .toSorted(),
    put: (prefix, file) => {
      mkdirSync(folderOf(prefix), { recursive: true });
      writeFileSync(join(folderOf(prefix), `${file}${OBJECT}`), '');
    },
    age: (prefix, file, ms) => {
      const then = new Date(Date.now() - ms);
      return utimes(join(folderOf(prefix), `${file}${OBJECT}`), then, then);
    },
    stop: async () => {
      child.kill('SIGKILL');
      await exit;
    },
  };
}

async function portIn(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const port = /listening on [\d.]+:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error('the S3 server ended before it listened');
}
