import { describe, it } from 'vitest';
import { migrations } from '../../src/store/migrations.ts';
import { crash } from './crash.ts';
import { onDatabaseOf } from './old-database.ts';

describe.concurrent('a kill during a migration', () => {
  it.for(migrations.map((_, index) => index + 1))('to schema %i', async (version, context) => {
    const point = { channel: 'darkroom:migration:pending', facts: { version } };
    await crash(context, onDatabaseOf(version - 1), point);
  });
});
