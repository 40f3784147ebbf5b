import { ensureBuilt } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureElectron } from './electron.mjs';
import { SetupError } from './progress.mjs';
import { ensureSystemLibraries } from './systemLibraries.mjs';

const oldestNode = [20, 19];

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  throw new SetupError(
    `R1 Console needs Node ${oldestNode.join('.')} or later; this is Node ${process.versions.node}.\nInstall a newer Node, then run the command again.`,
  );
}

/** Sets up what is missing, and nothing else. `display`: a virtual display is needed where there is none. */
export async function setUp({ display = false } = {}) {
  checkNode();
  await ensureDependencies();
  await ensureElectron();
  await ensureSystemLibraries({ display });
  await ensureBuilt();
}
