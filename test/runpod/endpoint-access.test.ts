import { expect, it } from 'vitest';
import { EndpointAccess } from '../../src/runpod/key-access.ts';

it('access by the key is noted for each endpoint by itself', () => {
  const access = new EndpointAccess();
  const [ours, theirs] = [access.of('ours'), access.of('theirs')];
  access.note({ use: 'GET', endpointId: 'theirs', status: 403 });
  access.note({ use: 'GET', endpointId: 'elsewhere', status: 403 });
  access.note({ use: 'GET', endpointId: undefined, status: 403 });
  expect([ours.refused, theirs.refused]).toEqual([false, true]);
  expect(access.of('theirs')).toBe(theirs);
  expect(access.of('elsewhere').refused).toBe(false);
});
