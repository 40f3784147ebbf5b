import type { BadMessageReport } from '../../shared/contract/channel';
import type { WorldState } from '../../shared/contract/simulatorContract';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { Scene } from '../../shared/scene/scene';
import type { Graphics, Painting } from './graphics';
import { createGraphicsKeeper } from './graphicsKeeper';
import type { EncodeJpeg } from './jpegThread';
import { createPictureLoop } from './pictureLoop';
import { type Captured, createPictureServer } from './pictureServer';
import { rgbOf } from './pixels';
import { createWorldLink } from './worldLink';

export interface SimulatorCameraOptions {
  /** The robots that can be drawn. */
  readonly robots: readonly RobotModel[];
  readonly openGraphics: (onLost: () => void) => Graphics;
  readonly encodeJpeg: EncodeJpeg;
  readonly later: (delayMs: number, task: () => void) => void;
  /** Seconds that only go forward. */
  readonly nowSec: () => number;
  /** One line for the log. */
  readonly log: (line: string) => void;
  readonly onBadMessage: BadMessageReport;
}

/** The simulator's RGB-D camera: the world comes in at one port, pictures go out at the other. */
export function createSimulatorCamera(options: SimulatorCameraOptions) {
  const { encodeJpeg, log } = options;
  let camera: Scene['camera'] | undefined;
  let seq = 0;
  let graphicsProblem: string | undefined;
  let worldProblem: string | undefined = 'The simulator is not connected yet.';

  const keeper = createGraphicsKeeper({
    open: options.openGraphics,
    later: options.later,
    onReady(graphics) {
      log(`Drawing ${graphics.describe()}.`);
      graphicsProblem = undefined;
      tellStatus();
    },
    onProblem(problem) {
      if (problem !== graphicsProblem) log(problem);
      graphicsProblem = problem;
      tellStatus();
    },
  });

  const loop = createPictureLoop<WorldState, Painting, { readonly send: () => void }>({
    paint: (state) => keeper.graphics().paint(state, false),
    async finish({ stampSec }, { rgba }) {
      const model = cameraModel();
      const jpeg = await encodeJpeg(rgba, model.width, model.height);
      return { send: () => server.sendFrame({ seq: seq++, stampSec, camera: model, jpeg }) };
    },
    send: (frame) => frame.send(),
    onProblem(error) {
      // While there is nothing to draw with, that alone is the news.
      if (!graphicsProblem) log(`A live picture was left out: ${words(error)}`);
    },
    nowSec: options.nowSec,
  });

  const server = createPictureServer(
    { capture, onCredit: loop.credit, onAlone: loop.mute },
    options.onBadMessage,
  );

  const world = createWorldLink(
    options.robots,
    {
      onScene(robot, scene) {
        loop.newWorld();
        camera = scene.camera;
        worldProblem = undefined;
        keeper.show(robot, scene);
        tellStatus();
      },
      onState: loop.instant,
      onGone(text) {
        loop.newWorld();
        worldProblem = text;
        tellStatus();
      },
    },
    options.onBadMessage,
  );

  function cameraModel(): Captured['camera'] {
    if (!camera) throw new Error('There is no scene yet.');
    const { position, orientation } = camera.poseInBase;
    return { ...camera, poseInBase: { position: [...position], orientation: [...orientation] } };
  }

  function tellStatus(): void {
    const problem = worldProblem ?? graphicsProblem;
    server.setStatus(
      problem ? { state: 'stopped', text: problem } : { state: 'streaming', text: 'The picture is live.' },
    );
  }

  /** Colour and depth of the newest instant, drawn one after the other from one and the same state. */
  async function capture(): Promise<Captured> {
    if (worldProblem) throw new Error(worldProblem);
    const state = loop.newest();
    if (!state) throw new Error('The simulator has not said yet where things are.');
    const model = cameraModel();
    const { rgba, depth } = await keeper.graphics().paint(state, true);
    if (!depth) throw new Error('The picture has no depth.');
    const rgb = rgbOf(rgba);
    const jpeg = await encodeJpeg(rgba, model.width, model.height);
    return { stampSec: state.stampSec, camera: model, rgb, depth, jpeg };
  }

  return {
    attachWorld: world.attach,
    attachCamera: server.attach,
  };
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
