import {
  Color,
  FloatType,
  NearestFilter,
  NoBlending,
  NoColorSpace,
  RedFormat,
  ShaderMaterial,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { WorldScene } from './worldScene';

/** z in the optical frame (m): three.js cameras look along -z. */
const vertexShader = `
  varying float opticalDepth;
  void main() {
    vec4 inCamera = modelViewMatrix * vec4(position, 1.0);
    opticalDepth = -inCamera.z;
    gl_Position = projectionMatrix * inCamera;
  }`;
const fragmentShader = `
  varying float opticalDepth;
  void main() {
    gl_FragColor = vec4(opticalDepth, 0.0, 0.0, 1.0);
  }`;

/** Draws metres instead of colours, with the colour picture's own camera and meshes. */
export interface DepthRenderer {
  /**
   * Draws the world as it stands and leaves the target bound for reading: RGBA floats, depth in the first
   * channel, 0 where nothing is. One sample a pixel, at its centre: a mean of two surfaces is no depth.
   */
  draw(world: WorldScene, width: number, height: number): void;
  dispose(): void;
}

/** Throws when the context cannot draw floats. */
export function createDepthRenderer(renderer: WebGLRenderer): DepthRenderer {
  if (!renderer.getContext().getExtension('EXT_color_buffer_float')) {
    throw new Error('This graphics driver cannot draw depth in metres (EXT_color_buffer_float).');
  }
  const target = new WebGLRenderTarget(1, 1, {
    type: FloatType,
    format: RedFormat,
    minFilter: NearestFilter,
    magFilter: NearestFilter,
    colorSpace: NoColorSpace,
    generateMipmaps: false,
    stencilBuffer: false,
  });
  const material = new ShaderMaterial({
    vertexShader,
    fragmentShader,
    blending: NoBlending,
    toneMapped: false,
  });
  const nothing = new Color(0, 0, 0);

  return {
    draw({ scene, camera }, width, height) {
      target.setSize(width, height);
      const { background } = scene;
      scene.background = null;
      scene.overrideMaterial = material;
      renderer.shadowMap.autoUpdate = false;
      renderer.setClearColor(nothing, 0);
      renderer.setRenderTarget(target);
      renderer.render(scene, camera);
      renderer.shadowMap.autoUpdate = true;
      scene.overrideMaterial = null;
      scene.background = background;
    },
    dispose() {
      target.dispose();
      material.dispose();
    },
  };
}
