import type { ZodMiniType } from 'zod/mini';
import type { core } from 'zod';
import { FormErrors, type FieldPath } from './discord-error.ts';

/**
 * Reads a body by one of Discord's own schemas. Unknown keys are dropped, as Discord does.
 * Throws a DiscordError (400, 50035) that names the fields.
 */
export function readForm<T>(schema: ZodMiniType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const errors = new FormErrors();
  addIssues(errors, result.error.issues, body, []);
  errors.throwIfAny();
  throw result.error;
}

/** As {@link readForm}, but keeps the body as it came: for fields newer than the schemas. */
export function checkForm<T>(
  schema: ZodMiniType<T>,
  body: unknown,
  path: FieldPath,
  errors: FormErrors,
): body is T {
  const result = schema.safeParse(body);
  if (!result.success) addIssues(errors, result.error.issues, body, path);
  return result.success;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function addIssues(
  errors: FormErrors,
  issues: readonly core.$ZodIssue[],
  body: unknown,
  prefix: FieldPath,
): void {
  for (const issue of issues) {
    const path = issue.path.map((key) => (typeof key === 'symbol' ? key.toString() : key));
    const value = path.reduce<unknown>(
      (node, key) =>
        Array.isArray(node) ? node[Number(key)] : isRecord(node) ? node[key] : undefined,
      body,
    );
    const branch = issue.code === 'invalid_union' ? closestBranch(issue.errors) : undefined;
    if (branch && value !== undefined) {
      addIssues(errors, branch, value, [...prefix, ...path]);
    } else {
      const { code, message } = describe(issue, value);
      errors.add([...prefix, ...path], code, message);
    }
  }
}

/** The kind of component or option that was meant: the one whose `type` fits. */
function closestBranch(
  branches: readonly (readonly core.$ZodIssue[])[],
): readonly core.$ZodIssue[] | undefined {
  const meant = branches.filter((issues) => !issues.some(({ path }) => path[0] === 'type'));
  return (meant.length > 0 ? meant : branches).toSorted((a, b) => a.length - b.length)[0];
}

function describe(issue: core.$ZodIssue, value: unknown): { code: string; message: string } {
  if (value === undefined || value === null) {
    return { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
  }
  switch (issue.code) {
    case 'too_big':
      return typeof value === 'number'
        ? {
            code: 'NUMBER_TYPE_MAX',
            message: `int value should be less than or equal to ${issue.maximum}.`,
          }
        : {
            code: 'BASE_TYPE_MAX_LENGTH',
            message: `Must be ${issue.maximum} or fewer in length.`,
          };
    case 'too_small':
      return typeof value === 'number'
        ? {
            code: 'NUMBER_TYPE_MIN',
            message: `int value should be greater than or equal to ${issue.minimum}.`,
          }
        : {
            code: 'BASE_TYPE_MIN_LENGTH',
            message: `Must be ${issue.minimum} or more in length.`,
          };
    case 'invalid_value':
      return {
        code: 'BASE_TYPE_CHOICES',
        message: `Value must be one of (${issue.values.map(String).join(', ')}).`,
      };
    case 'invalid_format':
      return issue.format === 'url'
        ? { code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }
        : { code: 'BASE_TYPE_INVALID', message: `Not a valid ${issue.format}.` };
    case 'invalid_type':
      return { code: 'BASE_TYPE_INVALID', message: `Value is not of type ${issue.expected}.` };
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return { code: 'BASE_TYPE_INVALID', message: 'Not a valid value.' };
  }
}
