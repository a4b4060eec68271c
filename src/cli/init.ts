import { constants } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { AbecedaryError } from '../base/errors.js';
import type { Action } from './action.js';
import { done } from './exit-codes.js';
import { say } from './say.js';
import { nameFile } from './words.js';

const ours = (name: string): string => fileURLToPath(new URL(`../../config/${name}`, import.meta.url));

const artNote = `Put the pictures here that your letters are to be made of: PNG, JPEG, WebP, TIFF, AVIF or GIF, one for each letter or fewer.
Then set artworks.from in config/alphabet.yaml to ../my-art, or say --styles my-art.
`;

/** Adds `init`. */
export function addInitCommand(program: Command, action: Action): void {
  program
    .command('init')
    .summary('make a commented configuration and a folder for artworks to start from')
    .argument('[DIR]', 'the folder to begin in; it is made if it is not there', '.')
    .description(
      'Writes config/alphabet.yaml, in which the keys that are used most stand with their defaults and what they do, and my-art, a folder for your pictures. Overwrites nothing.',
    )
    .action(
      action(async (_, folder: string) => {
        const made = await begin(resolve(folder));
        const there = relative(process.cwd(), resolve(folder));
        const go = there === '' ? '' : `cd ${there} && `;
        say(
          [...made.map((file) => `made: ${nameFile(file)}`), `next: ${go}abecedary alphabet --size 128`].join(
            '\n',
          ),
        );
        return done;
      }),
    );
}

/** Writes what is not there yet; returns the files. Throws `output` where there is a configuration already. */
async function begin(folder: string): Promise<string[]> {
  const config = join(folder, 'config', 'alphabet.yaml');
  const schema = join(folder, 'config', 'alphabet.schema.json');
  const note = join(folder, 'my-art', 'put-pictures-here.txt');
  try {
    await mkdir(join(folder, 'config'), { recursive: true });
    await copyFile(ours('alphabet.yaml'), config, constants.COPYFILE_EXCL);
    // For editors, which the first line of the configuration tells of it.
    await copyFile(ours('alphabet.schema.json'), schema);
    await mkdir(join(folder, 'my-art'), { recursive: true });
    await writeFile(note, artNote);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    const got =
      code === 'EEXIST' ? 'something that is there already' : `one that cannot be written (${code})`;
    throw new AbecedaryError(
      'output',
      `Expected a folder to begin in at ${folder}, got ${got}; choose another one, like abecedary init my-alphabet.`,
      { cause },
    );
  }
  return [config, note];
}
