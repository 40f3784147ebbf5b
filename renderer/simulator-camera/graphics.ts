import type { WebGLRenderer } from 'three';
import type { WorldState } from '../../shared/contract/simulatorContract';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { Scene } from '../../shared/scene/scene';
import { readPixelsAsync } from './asyncReadback';
import { createDepthRenderer, type DepthRenderer } from './depthRenderer';
import { createColorRenderer, drawColor } from './frameRenderer';
import { firstChannelTopDown, flipRows } from './pixels';
import { createWorldScene, type WorldScene } from './worldScene';

/** What was drawn of one instant, top row first. */
export interface Painting {
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  /** z in the optical frame (m), 0 where nothing was seen; only when it was asked for. */
  readonly depth: Float32Array<ArrayBuffer> | undefined;
}

/** One graphics context, with the scene that was last shown to it. */
export interface Graphics {
  /** Replaces the scene. Its pictures have the size of the scene's camera. */
  show(robot: RobotModel, scene: Scene): void;
  /** Draws the shown scene at `state`, in colour and (if asked for) depth; rejects when the context is lost. */
  paint(state: WorldState, withDepth: boolean): Promise<Painting>;
  /** In one line: what draws, and how much of it. */
  describe(): string;
  dispose(): void;
}

/** Throws when the window can make no WebGL context. `onLost` is called once, when this one is lost. */
export function createGraphics(onLost: () => void): Graphics {
  const canvas = new OffscreenCanvas(1, 1);
  const renderer = createColorRenderer(canvas);
  const gl = renderer.getContext() as WebGL2RenderingContext;
  const depthRenderer = depthRendererFor(renderer);
  canvas.addEventListener('webglcontextlost', onLost, { once: true });
  let world: WorldScene | undefined;
  /** Outlives its replacement by a picture: with a shader's last user three.js frees the compiled shader. */
  let outgoing: WorldScene | undefined;
  let size = { width: 1, height: 1 };

  function drawDepth(shown: WorldScene): void {
    depthRenderer.draw(shown, size.width, size.height);
  }

  return {
    show(robot, scene) {
      outgoing?.dispose();
      outgoing = world;
      const { width, height } = scene.camera;
      if (width !== size.width || height !== size.height) renderer.setSize(width, height, false);
      size = { width, height };
      world = createWorldScene(robot, scene);
      // Compiles the depth shader now: the first decision frame shall not wait for it.
      drawDepth(world);
      drawColor(renderer, world);
    },
    async paint(state, withDepth) {
      if (!world) throw new Error('There is no scene to draw yet.');
      const { width, height } = size;
      world.setJoints(state.joints);
      for (const { id, pose } of state.objects) world.setObject(id, pose);
      drawColor(renderer, world);
      outgoing?.dispose();
      outgoing = undefined;
      const color = readPixelsAsync(gl, width, height, new Uint8ClampedArray(width * height * 4));
      let metres: Promise<Float32Array<ArrayBuffer>> | undefined;
      if (withDepth) {
        drawDepth(world);
        metres = readPixelsAsync(gl, width, height, new Float32Array(width * height * 4));
        renderer.setRenderTarget(null);
      }
      const [bytes, floats] = await Promise.all([color, metres]);
      return {
        rgba: flipRows(bytes, new Uint8ClampedArray(bytes.length), width * 4),
        depth: floats && firstChannelTopDown(floats, width),
      };
    },
    describe() {
      const info = gl.getExtension('WEBGL_debug_renderer_info');
      const name: unknown = gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
      return `${renderer.info.render.triangles} triangles (shadows included) on ${String(name)}`;
    },
    dispose() {
      canvas.removeEventListener('webglcontextlost', onLost);
      for (const scene of [world, outgoing]) scene?.dispose();
      depthRenderer.dispose();
      giveBack(renderer);
    },
  };
}

function depthRendererFor(renderer: WebGLRenderer): DepthRenderer {
  try {
    return createDepthRenderer(renderer);
  } catch (error) {
    giveBack(renderer);
    throw error;
  }
}

/** The number of contexts that a page may have is small, and garbage collection is late. */
function giveBack(renderer: WebGLRenderer): void {
  renderer.dispose();
  if (!renderer.getContext().isContextLost()) renderer.forceContextLoss();
}
