/**
 * Whether somebody is still named where a person's id stood: what takes its place once their data
 * are erased, or where nobody did it, is no such id.
 */
export function isNamed(personId: string | undefined): personId is string {
  return personId !== undefined && /^\d+$/.test(personId);
}
