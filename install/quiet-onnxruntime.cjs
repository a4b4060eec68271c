'use strict';

/*
 * Runs as «preinstall» of this package when it is installed as a dependency: npm has unpacked all packages by then, and has run no
 * «postinstall» yet. It makes onnxruntime-node's installer fetch CUDA only when it is asked for (on Linux it would else
 * fetch it from another place than the npm registry, and fail the whole installation where that cannot be reached), and removes the
 * binaries of other platforms, four fifths of that package. docs/engines.md says why. What cannot be done is left as it was: then
 * the installation is what it would be without this.
 */
const { readFileSync, readdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const asked = /* js */ `// Put here by abecedary: CUDA is fetched when it is asked for.
if (
  !process.env.ONNXRUNTIME_NODE_INSTALL &&
  !process.env.npm_config_onnxruntime_node_install &&
  !process.argv.some((word) => word.startsWith('--onnxruntime-node-install'))
) {
  process.exit(0);
}
`;

function quiet(folder) {
  const installer = join(folder, 'script', 'install.js');
  const text = readFileSync(installer, 'utf8');
  if (!text.startsWith(asked)) writeFileSync(installer, asked + text);
  for (const napi of readdirSync(join(folder, 'bin'))) {
    const platforms = join(folder, 'bin', napi);
    for (const platform of readdirSync(platforms)) {
      for (const arch of readdirSync(join(platforms, platform))) {
        if (platform === process.platform && arch === process.arch) continue;
        rmSync(join(platforms, platform, arch), { recursive: true, force: true });
      }
    }
  }
}

try {
  quiet(dirname(require.resolve('onnxruntime-node/package.json')));
} catch {
  // It is not there yet, as in a checkout, or somebody else's to change.
}
