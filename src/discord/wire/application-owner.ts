import { z } from 'zod';

/** Discord promises neither: see its application object. */
const application = z.object({
  team: z.object({ name: z.string() }).nullish().catch(undefined),
  owner: z
    .object({ username: z.string(), global_name: z.string().nullish() })
    .nullish()
    .catch(undefined),
});

/** The name of the team or person that an application belongs to; `undefined` where Discord does not say. */
export function ownerOf(answer: unknown): string | undefined {
  const { data } = application.safeParse(answer);
  // The owner of a team's application is a placeholder user.
  return data?.team?.name ?? data?.owner?.global_name ?? data?.owner?.username;
}
