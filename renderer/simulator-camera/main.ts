import { portIntroductionSchema } from '../../shared/contract/bridge';
import { simulatorCameraContract } from '../../shared/contract/cameraContract';
import { worldContract } from '../../shared/contract/simulatorContract';
import { fr3 } from '../../shared/robot/fr3';
import { portFromDom } from '../services/portFromDom';
import { createGraphics } from './graphics';
import { createJpegThread } from './jpegThread';
import { createSimulatorCamera } from './simulatorCamera';

const simulatorCamera = createSimulatorCamera({
  robots: [fr3],
  openGraphics: createGraphics,
  encodeJpeg: createJpegThread(),
  later: (delayMs, task) => setTimeout(task, delayMs),
  nowSec: () => performance.now() / 1000,
  log: (line) => console.info(line),
  onBadMessage: ({ contract, name, problem }) =>
    console.warn(`refused a message: ${contract}.${name}: ${problem}`),
});

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== window.location.origin) return;
  const introduction = portIntroductionSchema.safeParse(event.data);
  const port = event.ports[0];
  if (!introduction.success || !port) return;
  const { role, contract } = introduction.data;
  if (role === 'serve' && contract === simulatorCameraContract.name) {
    simulatorCamera.attachCamera(portFromDom(port));
  } else if (role === 'connect' && contract === worldContract.name) {
    simulatorCamera.attachWorld(portFromDom(port));
  } else {
    port.close();
  }
});
window.r1.requestPorts();
