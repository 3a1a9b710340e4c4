import { setPriority } from 'node:os';
import {
  LOADED,
  type PictureTask,
  PictureTooLarge,
  PictureUnreadable,
  readTask,
  TOO_LARGE,
  UNREADABLE,
} from './picture-task.ts';

/**
 * The program that decodes one picture: it reads from standard input, writes the result to standard
 * output, and nothing to the disk. Only src/images/picture-process.ts starts it, within limits.
 */

/** Keeps the bot itself responsive while pictures still get done on a busy machine. */
const NICENESS = 5;

// A signal to stop the bot may reach its whole process group. The bot finishes the task or kills this
// process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
try {
  setPriority(NICENESS);
} catch {
  // If the system does not allow it, all have the same priority.
}

type Convert = (picture: Buffer) => Promise<Buffer>;

/** Loads only the modules that the task needs. */
async function loadConversion(task: PictureTask): Promise<Convert> {
  switch (task.kind) {
    case 'face': {
      const { faceJpeg } = await import('./plain-picture.ts');
      return faceJpeg;
    }
    case 'image': {
      const { plainPicture } = await import('./plain-picture.ts');
      return (picture) => plainPicture(picture, task);
    }
    case 'smaller': {
      const { smallerJpeg } = await import('./result-jpeg.ts');
      return (picture) => smallerJpeg(picture, task.mostBytes);
    }
    case 'thumbnail': {
      const { thumbnail } = await import('./result-jpeg.ts');
      return thumbnail;
    }
    case 'chart': {
      const { drawChart } = await import('./draw-chart.ts');
      return drawChart;
    }
  }
}

async function input(): Promise<Buffer> {
  const stream: AsyncIterable<Buffer> = process.stdin;
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const [, , task = ''] = process.argv;
const convert = await loadConversion(readTask(task));
process.stderr.write(`${LOADED}\n`);
try {
  process.stdout.write(await convert(await input()));
} catch (error) {
  if (error instanceof PictureUnreadable) process.exitCode = UNREADABLE;
  else if (error instanceof PictureTooLarge) process.exitCode = TOO_LARGE;
  else throw error;
  process.stderr.write(error.message);
}
