import { readdirSync } from 'node:fs';

/** Whether Linux offers a GPU to draw with: a render node of its direct rendering manager. */
export function hasRenderNode(folder = '/dev/dri'): boolean {
  try {
    return readdirSync(folder).some((name) => name.startsWith('renderD'));
  } catch {
    return false;
  }
}

/** What Chromium must be told about drawing on this machine, as switches. */
export function graphicsSwitches(platform: NodeJS.Platform, renderNode: () => boolean): readonly string[] {
  // Without a GPU the simulator's picture and the 3D view are drawn in software, which Chromium would rather not.
  const always = ['enable-unsafe-swiftshader', 'ignore-gpu-blocklist'];
  // It then takes Mesa's software for hardware and would compose the windows with it too; that costs more
  // than all pictures together.
  return platform === 'linux' && !renderNode() ? [...always, 'disable-gpu-compositing'] : always;
}
