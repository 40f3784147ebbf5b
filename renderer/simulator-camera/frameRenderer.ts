import { BasicShadowMap, SRGBColorSpace, WebGLRenderer } from 'three';
import type { WorldScene } from './worldScene';

/** Draws a world scene into a canvas of its own; the pixels are read back by others. */
export function createColorRenderer(canvas: OffscreenCanvas | HTMLCanvasElement): WebGLRenderer {
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: false, stencil: false });
  renderer.setPixelRatio(1);
  renderer.outputColorSpace = SRGBColorSpace;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = BasicShadowMap;
  return renderer;
}

export function drawColor(renderer: WebGLRenderer, world: WorldScene): void {
  renderer.setRenderTarget(null);
  renderer.render(world.scene, world.camera);
}
