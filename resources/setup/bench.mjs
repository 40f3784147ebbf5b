import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from './progress.mjs';
import { root } from './project.mjs';
import { runWithDisplay } from './withDisplay.mjs';

/** `npm run bench`: what the operator waits for, measured in the real app. */
const whole = 'bench.ts';

/** `npm run bench -- motion`: e2e/benchMotion/benchMotion.ts, and so on for every name given. */
function partOf(name) {
  const part = `bench${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const file = join(part, `${part}.ts`);
  if (!/^\w+$/.test(name) || !existsSync(join(root, 'e2e', file)))
    throw new Error(`There is no bench "${name}".`);
  return file;
}

runMain(async () => {
  const programs = process.argv.slice(2).map(partOf);
  let failed = 0;
  for (const program of programs.length > 0 ? programs : [whole]) failed ||= await runWithDisplay(program);
  return failed;
});
