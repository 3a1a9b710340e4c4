import type { Config } from '../../src/config/config.ts';
import type { StudioOptions } from '../support/studio.ts';
import { openStudio } from './scene.ts';

/** A bot that users may install for themselves. It listens on a free port. */
export const OUTSIDE = { USER_INSTALL_PICTURES_PER_DAY: '3', HTTP_PORT: '1' } as const;

/** A studio with it, which Ada and Ben have installed, and the places where they use it. */
export async function openOutside(options: StudioOptions = {}) {
  const studio = await openStudio({
    ...options,
    env: { ...OUTSIDE, ...options.env },
    configure: (config: Config) => ({ ...config, http: { ...config.http, port: 0 } }),
  });
  const { world } = studio.discord;
  const { ada, ben } = world.people;
  for (const person of [ada, ben]) world.setInstalled(person, true);
  return {
    studio,
    ada,
    ben,
    channels: {
      group: world.addGroup([ada, ben]),
      elsewhere: world.addChannelElsewhere(),
      direct: world.directChannel(ada),
    },
  };
}
