import { describe, expect, it, vi } from 'vitest';
import { isCommand, linesOfBlocks, pages } from '../scripts/documented.js';
import { runCommand } from '../src/cli/command.js';
import * as product from '../src/index.js';

const commands = pages
  .flatMap(linesOfBlocks)
  .filter(isCommand)
  // A page that the browser shows; it is tried in test/studio.
  .filter(({ args }) => args[0] !== 'studio');

/** What the commands may use as it is; whatever else does the work, and is not done here. */
const harmless = [
  'loadConfig',
  'createConfig',
  'requireCharacter',
  'requireCharacters',
  'fetchable',
  'listEncoders',
  'weightsFolder',
];

/** The product, in which all that works tells that it was called, with flags and values that were right until there. */
function idle(called: (name: string) => void): typeof product {
  const parts = Object.entries(product).map(([name, part]) => {
    if (typeof part !== 'function' || harmless.includes(name)) return [name, part];
    if (['findConfigFile', 'readMadeWith', 'readRunSettings'].includes(name))
      return [name, async () => undefined];
    const reached = (): never => {
      called(name);
      throw new product.AbecedaryError('letter', 'reached');
    };
    return [name, reached];
  });
  return Object.fromEntries(parts) as typeof product;
}

describe('the commands of the documents', () => {
  it('are found', () => {
    expect(commands.length).toBeGreaterThan(20);
  });

  it('are written in one way, which works after npm ci', () => {
    const others = commands.filter(({ line }) => !/^npm run (alphabet$|abecedary -- )/.test(line));
    // Who has installed the package calls it as it is called.
    expect(others.map(({ line }) => line)).toEqual(['npx abecedary alphabet']);
  });

  it.each(commands)('$page: $line', async ({ args }) => {
    const called: string[] = [];
    const said: string[] = [];
    const hear = (text: unknown) => {
      said.push(String(text));
      return true;
    };
    const spies = [
      vi.spyOn(process.stderr, 'write').mockImplementation(hear),
      vi.spyOn(process.stdout, 'write').mockImplementation(hear),
    ];
    const code = await runCommand(args, async () => idle((name) => called.push(name)));
    for (const spy of spies) spy.mockRestore();
    expect([said.join(''), code === 2]).toEqual([expect.any(String), false]);
    expect(called.length > 0 || code === 0, said.join('')).toBe(true);
  });
});
