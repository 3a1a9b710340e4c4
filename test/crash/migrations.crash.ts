import { describe, inject, it } from 'vitest';
import { SCHEMA_VERSION } from '../../src/store/migrations.ts';
import { SCHEMAS } from '../support/old-schema.ts';
import { crash } from './crash.ts';
import { onDatabaseOf } from './old-database.ts';

/** PostgreSQL has none of them. */
const OLDER = inject('crashServer') === undefined ? SCHEMAS.slice(1) : [];

describe.concurrent('a kill during a migration', () => {
  it.for(OLDER)('to schema %i', async (version, context) => {
    await crash(context, onDatabaseOf(version - 1), stepTo(version));
  });

  it('of a new database', async (context) => {
    await crash(context, onDatabaseOf(0), stepTo(SCHEMA_VERSION));
  });
});

function stepTo(version: number) {
  return { channel: 'darkroom:migration:pending', facts: { version } };
}
