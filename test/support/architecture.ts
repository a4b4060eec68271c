import { posix } from 'node:path';
import ts from 'typescript';

/**
 * Every room of `src/` (a folder, or a file at its top) with its level and the rooms whose values it may import. The
 * floor is open to all but `cli` and `studio`; types may be imported from `config` and from any lower room as well.
 */
const rooms: Record<string, { level: number; imports: readonly string[] }> = {
  cli: { level: 8, imports: ['index'] },
  studio: { level: 8, imports: ['index'] },
  index: {
    level: 7,
    imports: [
      'alphabet',
      'remote-worker',
      'run-status',
      'cut-outs',
      'colour-font',
      'contact',
      'doctor',
      'encoders',
      'engines',
      'evaluation',
      'text-page',
      'letter',
      'pairing',
      'schedule',
      'compose',
      'products',
      'output',
      'artwork',
      'glyph',
      'weights',
      'config',
    ],
  },
  alphabet: {
    level: 6,
    imports: [
      'run-plan',
      'run-handle',
      'letter',
      'keep',
      'letter-scheduler',
      'artwork-check',
      'batch-size',
      'ghost',
      'concurrency',
      'store',
      'products',
      'cut-outs',
      'output',
    ],
  },
  products: {
    level: 5,
    imports: ['schedule', 'glyph', 'artwork', 'compose', 'film', 'report', 'output', 'config'],
  },
  contact: {
    level: 6,
    imports: [
      'plan',
      'batch-size',
      'concurrency',
      'encoders',
      'engines',
      'nst',
      'letter-scheduler',
      'schedule',
      'glyph',
      'artwork',
      'products',
      'output',
    ],
  },
  'colour-font': { level: 6, imports: ['cut-outs', 'sfnt', 'glyph', 'output'] },
  doctor: {
    level: 6,
    imports: ['batch-size', 'concurrency', 'encoders', 'engines', 'glyph', 'judge', 'nst', 'schedule'],
  },
  evaluation: { level: 6, imports: ['nst', 'judge', 'artwork', 'compose', 'output'] },
  'text-page': {
    level: 6,
    imports: [
      'text-work',
      'tiles',
      'tile-letters',
      'page-plan',
      'page',
      'encoders',
      'engines',
      'schedule',
      'nst',
      'glyph',
      'output',
    ],
  },
  tiles: {
    level: 6,
    imports: [
      'alphabet',
      'text-work',
      'tile-letters',
      'tile-pieces',
      'glyph',
      'artwork',
      'compose',
      'output',
    ],
  },
  'text-work': { level: 6, imports: [] },
  'page-worker': { level: 6, imports: ['page', 'schedule'] },
  keep: { level: 6, imports: ['letter', 'job', 'store', 'output'] },
  'letter-scheduler': { level: 6, imports: ['remote-letter', 'keep', 'schedule', 'store'] },
  'remote-letter': { level: 5, imports: ['job', 'store', 'output', 'glyph'] },
  'remote-worker': {
    level: 6,
    imports: [
      'letter-scheduler',
      'remote-letter',
      'concurrency',
      'encoders',
      'engines',
      'keep',
      'nst',
      'schedule',
      'store',
    ],
  },
  'letter-worker': {
    level: 6,
    imports: ['letter-scheduler', 'keep', 'letter', 'nst', 'schedule', 'store'],
  },
  'run-handle': { level: 6, imports: ['letter-scheduler'] },
  'run-status': { level: 6, imports: ['run-plan', 'keep', 'store', 'output'] },
  'run-plan': {
    level: 6,
    imports: ['plan', 'batch-size', 'encoders', 'engines', 'nst', 'glyph', 'output'],
  },
  'batch-size': { level: 5, imports: ['concurrency', 'engines', 'nst'] },
  concurrency: { level: 5, imports: ['nst'] },
  plan: { level: 5, imports: ['job', 'materials', 'pairing', 'nst', 'glyph', 'artwork', 'output'] },
  'page-plan': { level: 5, imports: ['job', 'materials', 'page-job', 'nst', 'glyph', 'artwork', 'output'] },
  page: {
    level: 5,
    imports: ['page-ingredients', 'ingredients', 'letter', 'glyph', 'nst', 'output'],
  },
  'page-ingredients': { level: 5, imports: ['ingredients', 'artwork', 'glyph', 'output'] },
  'tile-letters': { level: 5, imports: ['glyph', 'artwork', 'output'] },
  'tile-pieces': { level: 5, imports: ['tile-letters', 'glyph', 'output'] },
  letter: { level: 5, imports: ['ingredients', 'original-letter', 'glyph', 'nst', 'judge', 'output'] },
  'original-letter': { level: 5, imports: ['ingredients', 'glyph', 'output'] },
  ingredients: { level: 5, imports: ['artwork', 'output'] },
  'artwork-check': { level: 5, imports: ['ingredients', 'nst', 'artwork', 'output'] },
  'cut-outs': { level: 5, imports: ['glyph', 'compose', 'output'] },
  encoders: { level: 5, imports: ['nst', 'weights'] },
  engines: { level: 5, imports: ['nst', 'backend', 'graph'] },
  nst: { level: 4, imports: ['graph', 'backend'] },
  backend: { level: 3, imports: ['graph'] },
  store: { level: 3, imports: ['output'] },
  ghost: { level: 3, imports: ['glyph'] },
  pairing: { level: 3, imports: [] },
  sfnt: { level: 3, imports: [] },
  job: { level: 3, imports: [] },
  materials: { level: 4, imports: ['job', 'output'] },
  'page-job': { level: 3, imports: ['job'] },
  glyph: { level: 2, imports: [] },
  judge: { level: 2, imports: [] },
  artwork: { level: 2, imports: [] },
  film: { level: 2, imports: [] },
  graph: { level: 2, imports: [] },
  report: { level: 2, imports: [] },
  compose: { level: 2, imports: ['config'] },
  output: { level: 2, imports: [] },
  schedule: { level: 2, imports: [] },
  weights: { level: 2, imports: [] },
  config: { level: 1, imports: [] },
  errors: { level: 0, imports: [] },
  pixels: { level: 0, imports: [] },
  random: { level: 0, imports: [] },
  'side-by-side': { level: 0, imports: [] },
  progress: { level: 0, imports: [] },
  channel: { level: 0, imports: [] },
  thread: { level: 0, imports: [] },
  'package-facts': { level: 0, imports: [] },
  compositing: { level: 0, imports: ['pixels', 'nearest'] },
  nearest: { level: 0, imports: [] },
};

/** The only folders that may import an outside library. */
const doors: Record<string, readonly string[]> = {
  aws4fetch: ['store'],
  bullmq: ['schedule/redis'],
  ioredis: ['schedule/redis'],
  '@fontsource/archivo': ['glyph'],
  '@fontsource/archivo-black': ['glyph'],
  '@tensorflow/tfjs': ['backend'],
  '@tensorflow/tfjs-node': ['backend'],
  '@tensorflow/tfjs-node-gpu': ['backend'],
  'bidi-js': ['glyph/text'],
  canvas: ['artwork/generative'],
  commander: ['cli'],
  harfbuzzjs: ['glyph'],
  linebreak: ['glyph/text'],
  'onnxruntime-node': ['backend'],
  'opentype.js': ['glyph'],
  'p-queue': ['schedule'],
  pbf: ['backend'],
  pdfkit: ['output'],
  sharp: ['output'],
  'simplex-noise': ['artwork/generative'],
  'woff2-encoder': ['glyph'],
  yaml: ['config'],
  zod: ['config'],
};

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/**
 * The faults in how the files of `src/` import each other and the world: one sentence each, none when all is well.
 * `files` holds sources by path within `src/`, such as `glyph/font.ts`.
 */
export function findFaults(files: ReadonlyMap<string, string>): string[] {
  const faults: string[] = [];
  const edges = new Map<string, string[]>();
  for (const [file, text] of files) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    if (rooms[roomOf(file)] === undefined) faults.push(`${file}: room ${roomOf(file)} has no level`);
    if (hasDefaultExport(source)) faults.push(`${file}: has a default export`);
    if (file === 'index.ts' && !source.statements.every(isReexport)) {
      faults.push(`${file}: does more than re-export`);
    }
    const targets: string[] = [];
    for (const found of importsOf(source)) {
      if (found.specifier.startsWith('node:')) continue;
      if (!found.specifier.startsWith('.')) {
        faults.push(...doorFaults(file, found.specifier));
        continue;
      }
      const target = posix.join(posix.dirname(file), found.specifier).replace(/\.js$/, '.ts');
      if (!files.has(target)) {
        faults.push(`${file}: imports ${found.specifier}, no source file of src`);
        continue;
      }
      targets.push(target);
      if (!mayImport(roomOf(file), roomOf(target), found.typeOnly)) {
        faults.push(`${file}: ${roomOf(file)} may not import ${found.typeOnly ? 'types of ' : ''}${target}`);
      }
    }
    edges.set(file, targets);
  }
  return [...faults, ...findCycles(edges).map((cycle) => `cycle: ${cycle.join(' -> ')}`)];
}

function roomOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : file.replace(/\.ts$/, '');
}

function mayImport(from: string, to: string, typeOnly: boolean): boolean {
  const here = rooms[from];
  const there = rooms[to];
  if (here === undefined || there === undefined || from === to) return true;
  if (here.imports.includes(to)) return true;
  if (here.level === 8 || there.level >= here.level) return false;
  return there.level === 0 || typeOnly;
}

function doorFaults(file: string, specifier: string): string[] {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const door = doors[name];
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
