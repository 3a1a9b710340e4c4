import { z } from 'zod';
import type { Studio } from '../support/studio.ts';
import { graphSent } from './scene.ts';
import { readBeside } from '../support/write-beside.ts';

const graphWithFace = z.object({ '6': z.object({ inputs: z.object({ image: z.base64() }) }) });

const consentRow = z.strictObject({
  id: z.number(),
  job_id: z.string(),
  user_id: z.string(),
  guild_id: z.string(),
  given_at: z.number(),
  given_by: z.string(),
  wording_version: z.number(),
  wording: z.string(),
  picture_sha256: z.string().nullable(),
  withdrawn_at: z.number().nullable(),
});

/** The bytes of the photo in the first graph that reaches RunPod. */
export async function photoSent(studio: Studio): Promise<Buffer> {
  const graph = graphWithFace.parse(await graphSent(studio));
  return Buffer.from(graph['6'].inputs.image, 'base64');
}

/** Every record of consent in the studio's database. */
export async function consentsIn({ databasePath }: Studio): Promise<z.infer<typeof consentRow>[]> {
  const rows = await readBeside(databasePath, 'SELECT * FROM consents ORDER BY given_at');
  return z.array(consentRow).parse(rows);
}
