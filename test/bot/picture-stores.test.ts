import { existsSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { base64, PNG } from '../comfy/pictures.ts';
import { imagine, openStudio, shown } from '../support/imagine.ts';
import { startS3 } from '../support/s3-server.ts';
import type { Studio } from '../support/studio.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** Makes a picture with a bot, and returns the name of its file in Discord. */
async function makePicture(studio: Studio): Promise<string | undefined> {
  studio.runpod.script({ output: { images: [{ data: base64(PNG) }] } });
  await imagine(studio);
  const { attachments, embeds } = await studio.discord.waitFor(shown);
  expect(existsSync(`${studio.databasePath}.files`)).toBe(false);
  return attachments[0]?.filename ?? embeds[0]?.image?.url.replace(/^.*\/|\?.*$/g, '');
}

const SHOWN = /^(?:SPOILER_)?[a-z\d]+-1\.png$/;

it('a bot shows a picture that lies in its database', async () => {
  const studio = await openStudio({ env: { PICTURE_STORE: 'database' } });
  expect(await makePicture(studio)).toMatch(SHOWN);
  const database = new SQLite(studio.databasePath, { readonly: true });
  const files = database.prepare<[], string>('SELECT file FROM stored_pictures').pluck().all();
  database.close();
  expect(files).toHaveLength(1);
});

it('a bot shows a picture that lies in a bucket', async () => {
  const s3 = await startS3(tempFolder());
  onTestFinished(() => s3.stop());
  const { name, endpoint, accessKeyId, secretAccessKey } = s3.bucket('');
  const studio = await openStudio({
    env: {
      PICTURE_STORE: `s3://${name}/darkroom`,
      S3_ENDPOINT: endpoint ?? '',
      S3_ACCESS_KEY_ID: accessKeyId,
      S3_SECRET_ACCESS_KEY: secretAccessKey,
    },
  });
  expect(await makePicture(studio)).toMatch(SHOWN);
  expect(s3.objects('darkroom')).toHaveLength(1);
});
