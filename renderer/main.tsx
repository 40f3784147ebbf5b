import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '@mantine/core/styles.css';
import './theme/global.css';
import { createRoot } from 'react-dom/client';
import { createConsole } from './services/createConsole';
import { App } from './shell/App';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
const services = createConsole(window, window.r1);
// The settings name the theme: the first picture already has it.
void services.settings.ready.then(() => createRoot(root).render(<App services={services} />));
