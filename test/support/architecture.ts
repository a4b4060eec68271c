import { posix } from 'node:path';
import ts from 'typescript';

/** What the rooms of `src/` (a folder each, and `index.ts`) may import, and through which folders outside libraries come in. */
export interface HouseRules {
  /** From the top floor down, each with the rooms below that it may import. */
  readonly rooms: ReadonlyMap<string, readonly string[]>;
  /** The only folders that may import a library. */
  readonly doors: ReadonlyMap<string, readonly string[]>;
}

/** Room that all others but the doorstep may import, and the room whose types are open to them. */
const [ground, settings] = ['base', 'config'];
/** Rooms that know the others only as a user of the package does: they import what their row says and nothing else. */
const doorstep = ['cli', 'studio'];

/**
 * Reads the tables headed `| room |` and `| library |` of a page in Markdown: names are in backquotes, those of rooms in the first
 * and of what they may import in the last column.
 */
export function readRules(markdown: string): HouseRules {
  return { rooms: readTable(markdown, 'room'), doors: readTable(markdown, 'library') };
}

function readTable(markdown: string, heading: string): Map<string, string[]> {
  const lines = markdown.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`| ${heading} |`));
  const rows = new Map<string, string[]>();
  for (const line of first < 0 ? [] : lines.slice(first + 2)) {
    if (!line.startsWith('|')) break;
    const cells = line.split('|').slice(1, -1);
    const names = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
    for (const name of names(cells[0]!)) rows.set(name, names(cells.at(-1)!));
  }
  return rows;
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/**
 * The faults in how the files of `src/` import each other and the world, and in the rules themselves: one sentence each, none
 * when all is well. `files` holds sources by path within `src/`, such as `glyph/font.ts`.
 */
export function findFaults(files: ReadonlyMap<string, string>, rules: HouseRules): string[] {
  const faults: string[] = [];
  const edges = new Map<string, string[]>();
  const used = new Set<string>();
  for (const [file, text] of files) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    const room = roomOf(file);
    used.add(room);
    if (!rules.rooms.has(room)) faults.push(`${file}: room ${room} is not in the table`);
    if (!file.includes('/') && file !== 'index.ts') faults.push(`${file}: stands in the hall`);
    if (hasDefaultExport(source)) faults.push(`${file}: has a default export`);
    if (file === 'index.ts' && !source.statements.every(isReexport)) {
      faults.push(`${file}: does more than re-export`);
    }
    const targets: string[] = [];
    for (const { specifier, typeOnly } of importsOf(source)) {
      if (specifier.startsWith('node:')) continue;
      if (!specifier.startsWith('.')) {
        faults.push(...doorFaults(file, specifier, rules));
        used.add(libraryOf(specifier));
        continue;
      }
      const target = posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
      if (!files.has(target)) {
        faults.push(`${file}: imports ${specifier}, no source file of src`);
        continue;
      }
      targets.push(target);
      used.add(`${room} ${roomOf(target)}`);
      if (!mayImport({ from: room, to: roomOf(target), typeOnly }, rules)) {
        faults.push(`${file}: ${room} may not import ${typeOnly ? 'types of ' : ''}${target}`);
      }
    }
    edges.set(file, targets);
  }
  const cycles = findCycles(edges).map((cycle) => `cycle: ${cycle.join(' -> ')}`);
  return [...faults, ...cycles, ...ruleFaults(rules, used)];
}

function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, '');
}

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

function mayImport({ from, to, typeOnly }: Arrow, { rooms }: HouseRules): boolean {
  const allowed = rooms.get(from);
  if (from === to || allowed === undefined || allowed.includes(to)) return true;
  if (doorstep.includes(from)) return false;
  return from !== ground && (to === ground || (typeOnly && to === settings && from !== settings));
}

/** What the table allows though it points upwards, and what it allows though nobody needs it. */
function ruleFaults({ rooms, doors }: HouseRules, used: ReadonlySet<string>): string[] {
  const order = [...rooms.keys()];
  const faults: string[] = [];
  for (const [room, allowed] of rooms) {
    if (!used.has(room)) faults.push(`table: there is no room ${room}`);
    for (const other of allowed) {
      if (!rooms.has(other)) faults.push(`table: ${room} may import ${other}, which is not in the table`);
      else if (order.indexOf(other) <= order.indexOf(room))
        faults.push(`table: ${room} may import ${other}, which is not below it`);
      if (!used.has(`${room} ${other}`)) faults.push(`table: ${room} may import ${other}, and does not`);
    }
  }
  for (const library of doors.keys()) {
    if (!used.has(library)) faults.push(`table: ${library} has a door, and nobody imports it`);
  }
  return faults;
}

function libraryOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function doorFaults(file: string, specifier: string, { doors }: HouseRules): string[] {
  const name = libraryOf(specifier);
  const door = doors.get(name);
  if (door === undefined) return [`${file}: imports ${name}, which has no door`];
  if (door.some((folder) => file.startsWith(`${folder}/`))) return [];
  return [`${file}: imports ${name}, whose door is ${door.join(' and ')}`];
}

function importsOf(source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean): void => {
    if (node !== undefined && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, importsTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, exportsTypesOnly(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isLoad(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function importsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined && named !== undefined && ts.isNamedImports(named) && allTypes(named.elements)
  );
}

function exportsTypesOnly(node: ts.ExportDeclaration): boolean {
  const clause = node.exportClause;
  return node.isTypeOnly || (clause !== undefined && ts.isNamedExports(clause) && allTypes(clause.elements));
}

function allTypes(elements: readonly { readonly isTypeOnly: boolean }[]): boolean {
  return elements.length > 0 && elements.every((element) => element.isTypeOnly);
}

/** `import(…)` and `require(…)`. */
function isLoad(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
  );
}

function isReexport(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
}

function hasDefaultExport(source: ts.SourceFile): boolean {
  return source.statements.some((statement) => {
    if (ts.isExportAssignment(statement)) return true;
    if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      return (
        clause !== undefined &&
        ts.isNamedExports(clause) &&
        clause.elements.some(({ name }) => name.text === 'default')
      );
    }
    const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
    return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false;
  });
}

/** At least one cycle for each knot of files that import each other, each from its first file back to it. */
function findCycles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const finished = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push([...path.slice(at), file]);
    if (at >= 0 || finished.has(file)) return;
    path.push(file);
    for (const target of edges.get(file) ?? []) visit(target);
    path.pop();
    finished.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return cycles;
}
