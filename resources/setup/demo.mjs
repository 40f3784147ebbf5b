import { runMain } from './progress.mjs';
import { runWithDisplay } from './withDisplay.mjs';

/** `npm run demo`: the main job without a person, through the app's own user interface. */
runMain(() => runWithDisplay('demo.ts'));
