import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A function of the catalogue, with arguments to call it with. */
export interface Sampled {
  /** The names that lead to it: `progress.made`. */
  readonly path: string;
  readonly calls: readonly (readonly unknown[])[];
}

const CATALOGUE = fileURLToPath(new URL('../../../../src/say/en/en.ts', import.meta.url));

/**
 * Every function of the English catalogue with arguments for it, made from the types of its parameters. A text
 * is a mark such as `«2a»`, a number one that no other argument is: both are found again in what a function
 * returns. A parameter of several kinds is called with each.
 */
export function sampleCalls(): readonly Sampled[] {
  const program = ts.createProgram([CATALOGUE], {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.NodeNext,
    allowImportingTsExtensions: true,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(CATALOGUE);
  const module = file && checker.getSymbolAtLocation(file);
  const en = module && checker.getExportsOfModule(module).find(({ name }) => name === 'en');
  if (!en) throw new Error('there is no catalogue');
  const walk = (type: ts.Type, before: string): Sampled[] =>
    checker.getPropertiesOfType(type).flatMap((property): Sampled[] => {
      const path = before === '' ? property.name : `${before}.${property.name}`;
      const inner = checker.getTypeOfSymbol(property);
      const [signature] = inner.getCallSignatures();
      if (signature) return [{ path, calls: callsOf(checker, signature) }];
      const isGroup = (inner.flags & ts.TypeFlags.Object) !== 0 && !checker.isArrayLikeType(inner);
      return isGroup ? walk(inner, path) : [];
    });
  return walk(checker.getTypeOfSymbol(en), '');
}

/** Each kind of an argument once, beside the first of the others. */
function callsOf(checker: ts.TypeChecker, signature: ts.Signature): readonly unknown[][] {
  const kinds = signature
    .getParameters()
    .map((parameter, at) =>
      valuesOf(checker, checker.getTypeOfSymbol(parameter), `${at}`).map((value) => value),
    );
  const first = kinds.map(([value]) => value);
  const others = kinds.flatMap((values, at) =>
    values.slice(1).map((value) => first.map((one, index) => (index === at ? value : one))),
  );
  return [first, ...others];
}

/** So many digits that no other number has. */
function numberAt(place: string): number {
  const at = Array.from(place).reduce((sum, letter) => sum * 7 + letter.charCodeAt(0), 0);
  return 2_000 + (at % 7_000);
}

function valuesOf(checker: ts.TypeChecker, type: ts.Type, place: string): readonly unknown[] {
  if (type.isUnion()) return type.types.flatMap((one) => valuesOf(checker, one, place));
  if (type.isStringLiteral() || type.isNumberLiteral()) return [type.value];
  if ((type.flags & ts.TypeFlags.BooleanLiteral) !== 0) {
    return [checker.typeToString(type) === 'true'];
  }
  if ((type.flags & ts.TypeFlags.StringLike) !== 0) return [`«${place}a»`];
  if ((type.flags & ts.TypeFlags.NumberLike) !== 0) return [numberAt(place), 0, 1, 2];
  if ((type.flags & ts.TypeFlags.Undefined) !== 0) return [undefined];
  if (checker.isArrayLikeType(type)) {
    const [item] = checker.getTypeArguments(type as ts.TypeReference);
    const values = (suffix: string) => (item ? valuesOf(checker, item, `${place}${suffix}`) : []);
    return [[values('x')[0], values('y')[0]], [values('x')[0]], []];
  }
  // The facts of an error: any name is one.
  if (checker.getIndexInfosOfType(type).length > 0) return [facts(), {}];
  const whole = fieldsOf(checker, type, place);
  return [whole, ...variants(checker, type, place, whole)];
}

function fieldsOf(checker: ts.TypeChecker, type: ts.Type, place: string): Record<string, unknown> {
  const fields = checker.getPropertiesOfType(type).map((property, at) => {
    const [value] = valuesOf(checker, checker.getTypeOfSymbol(property), `${place}${at}`);
    return [property.name, value] as const;
  });
  return Object.fromEntries(fields);
}

/** An object with each kind of each field once. */
function variants(
  checker: ts.TypeChecker,
  type: ts.Type,
  place: string,
  whole: Readonly<Record<string, unknown>>,
): readonly Record<string, unknown>[] {
  return checker.getPropertiesOfType(type).flatMap((property, at) => {
    const values = valuesOf(checker, checker.getTypeOfSymbol(property), `${place}${at}`);
    return values.slice(1).map((value) => ({ ...whole, [property.name]: value }));
  });
}

/** Facts of which each is a mark. */
function facts(): Readonly<Record<string, string>> {
  return new Proxy<Record<string, string>>({}, { get: (_, name) => `«${String(name)}»` });
}
