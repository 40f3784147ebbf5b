import { runMain } from './progress.mjs';
import { runWithDisplay } from './withDisplay.mjs';

/** `npm run bench`: what the operator waits for, measured in the real app. */
runMain(() => runWithDisplay('bench.ts'));
