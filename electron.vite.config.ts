import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);
const utilityProcesses = [
  'robot',
  'planner',
  'camera',
  'simulator',
  'inference',
  'recorder',
  'exporter',
  'simulatorRos2',
];

/** Three builds: main with the utility processes (each its own entry), the preload script, the pages. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/app/main',
      rollupOptions: {
        input: {
          index: at('electron/main/index.ts'),
          ...Object.fromEntries(utilityProcesses.map((name) => [name, at(`electron/${name}/index.ts`)])),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/app/preload',
      // A sandboxed preload script must be one CommonJS file.
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('electron/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('renderer'),
    plugins: [react()],
    build: {
      outDir: at('out/app/renderer'),
      chunkSizeWarningLimit: 3000,
      rollupOptions: {
        input: {
          index: at('renderer/index.html'),
          simulatorCamera: at('renderer/simulator-camera/index.html'),
          videoEncoder: at('renderer/video-encoder/index.html'),
        },
      },
    },
  },
});
