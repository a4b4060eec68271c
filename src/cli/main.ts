#!/usr/bin/env node
import { runCommand } from './command.js';
import { interrupted } from './exit-codes.js';

// A reader that has gone away (`| head`) is no bug; a run that is going on listens for it by itself.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

process.exitCode = await runCommand(process.argv.slice(2));
// Work that was cut off must not keep the process alive.
if (process.exitCode === interrupted) process.exit();
