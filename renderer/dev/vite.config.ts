import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Serves the harness alone; the product is built by electron-vite and knows nothing of it. */
export default defineConfig({ root: import.meta.dirname, plugins: [react()], server: { port: 5199 } });
