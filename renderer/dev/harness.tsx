import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import '../theme/global.css';
import { createRoot } from 'react-dom/client';
import { App } from '../shell/App';
import { type Screen, screens } from '../shell/screen';
import { pictureOfScene } from './pictureOfScene';
import { connectionStates } from './stagedConnections';
import { stagedConsole } from './stagedConsole';
import { stateNames } from './stagedViews';

/**
 * The screens without a backend: `?state=awaitingApproval&theme=light&screen=operate`. For looking at
 * them while they are made; `npx vite --config renderer/dev/vite.config.ts`.
 */
async function start(): Promise<void> {
  const query = new URLSearchParams(location.search);
  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root.');
  const wanted = query.get('screen');
  const screen: Screen = screens.find((each) => each === wanted) ?? 'operate';
  const state = stateNames.find((each) => each === query.get('state')) ?? 'idle';
  const services = stagedConsole({
    state,
    theme: query.get('theme') === 'light' ? 'light' : 'dark',
    real: query.has('real'),
    connection: connectionStates.find((each) => each === query.get('connection')) ?? 'simulator',
    picture: await pictureOfScene(),
  });
  await services.settings.ready;
  createRoot(root).render(<App services={services} first={screen} />);
}

void start();
