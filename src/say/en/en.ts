import { errors } from './errors.ts';
import { permissionNames } from './permission-names.ts';
import { problems } from './problems.ts';
import { states } from './states.ts';

/** English, and what every other language has to have. */
export const en = {
  errors,
  permissionNames,
  problems,
  states,
  job: (id: string) => `job ${id}`,
  /** By which an operator finds an error in the log. */
  reference: (sentences: string, id: string) => `${sentences} (reference ${id})`,
};
