import { onTestFinished } from 'vitest';
import { Studio, type StudioOptions } from './studio.ts';

/** A studio of this test's own, which closes with it. */
export async function openStudio(options?: StudioOptions): Promise<Studio> {
  const studio = await Studio.open(options);
  onTestFinished(() => studio.close());
  return studio;
}
