/** Says what set-up is doing, one line a step, with its time. */
export async function step(name, work) {
  const started = performance.now();
  process.stdout.write(`setup: ${name} ...\n`);
  const result = await work();
  process.stdout.write(`setup: ${name}: done in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  return result;
}

/** Ends the program with words for a person: what is missing, and what brings it. */
export class SetupError extends Error {}

/** Runs an entry script's main function and turns a SetupError into a clean message. */
export function runMain(main) {
  main().then(
    (code) => process.exit(code ?? 0),
    (error) => {
      if (error instanceof SetupError) process.stderr.write(`\n${error.message}\n`);
      else process.stderr.write(`\n${error?.stack ?? error}\n`);
      process.exit(1);
    },
  );
}
