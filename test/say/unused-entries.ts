import ts from 'typescript';

/** An entry of a catalogue: the names that lead to it, and where it stands. */
interface Entry {
  readonly path: string;
  readonly declaration: ts.Declaration;
}

/**
 * The entries of the value `en` in the file `catalogue` that no other file reaches, by their paths.
 * A table that is read by a computed name counts by the names that this may be.
 *
 * @param isWithin whether a file is part of the catalogue, where nothing counts as use.
 */
export function unusedEntries(
  program: ts.Program,
  catalogue: string,
  isWithin: (file: string) => boolean,
): string[] {
  const checker = program.getTypeChecker();
  const reached = new Set<ts.Declaration>();
  const note = (symbol: ts.Symbol | undefined) => {
    for (const each of symbol?.declarations ?? []) reached.add(each);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) note(checker.getSymbolAtLocation(node.name));
    if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const name = (node.propertyName ?? node.name).getText();
      note(checker.getTypeAtLocation(node.parent).getProperty(name));
    }
    if (ts.isElementAccessExpression(node)) {
      const type = checker.getTypeAtLocation(node.expression);
      for (const name of namesIn(checker.getTypeAtLocation(node.argumentExpression))) {
        note(checker.getPropertyOfType(type, name));
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && !isWithin(file.fileName)) visit(file);
  }
  return entriesIn(program, catalogue)
    .filter(({ declaration }) => !reached.has(declaration))
    .map(({ path }) => path);
}

function namesIn(type: ts.Type): string[] {
  const types = type.isUnion() ? type.types : [type];
  return types.flatMap((each) => (each.isStringLiteral() ? [each.value] : []));
}

/** Every text, list or function, however deep it stands. */
function entriesIn(program: ts.Program, catalogue: string): Entry[] {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(catalogue);
  const symbol = file && checker.getSymbolAtLocation(file);
  const en = symbol && checker.getExportsOfModule(symbol).find(({ name }) => name === 'en');
  if (!en) throw new Error(`no catalogue in ${catalogue}`);
  const walk = (type: ts.Type, before: string): Entry[] =>
    checker.getPropertiesOfType(type).flatMap((property): Entry[] => {
      const path = before === '' ? property.name : `${before}.${property.name}`;
      const inner = checker.getTypeOfSymbol(property);
      if (isGroup(checker, inner)) return walk(inner, path);
      return (property.declarations ?? []).map((declaration) => ({ path, declaration }));
    });
  return walk(checker.getTypeOfSymbol(en), '');
}

function isGroup(checker: ts.TypeChecker, type: ts.Type): boolean {
  return (
    (type.flags & ts.TypeFlags.Object) !== 0 &&
    type.getCallSignatures().length === 0 &&
    !checker.isArrayLikeType(type)
  );
}
