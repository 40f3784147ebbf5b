import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from './progress.mjs';
import { root } from './project.mjs';
import { ensureRos2 } from './ros2/ensureRos2.mjs';
import { runCompiled } from './runCompiled.mjs';
import { runWithDisplay } from './withDisplay.mjs';

/** `npm run bench`: what the operator waits for, measured in the real app. */
const whole = 'bench.ts';
/** Measures computing only: compiled, and without an app. */
const motion = join('benchMotion', 'benchMotion.ts');

/**
 * `npm run bench -- motion`: e2e/benchMotion/benchMotion.ts, and so on for every name given. What begins with
 * a dash, and all after it, is for them.
 */
function partOf(name) {
  const part = `bench${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const file = join(part, `${part}.ts`);
  if (!/^\w+$/.test(name) || !existsSync(join(root, 'e2e', file)))
    throw new Error(`There is no bench "${name}".`);
  return file;
}

runMain(async () => {
  const given = process.argv.slice(2);
  const options = given.findIndex((each) => each.startsWith('-'));
  const names = options < 0 ? given : given.slice(0, options);
  const prepare = names.includes('ros2') ? ensureRos2 : undefined;
  const programs = names.map(partOf);
  let failed = 0;
  for (const program of programs.length > 0 ? programs : [whole]) {
    failed ||= await (program === motion ? runCompiled(program) : runWithDisplay(program, { prepare }));
  }
  return failed;
});
