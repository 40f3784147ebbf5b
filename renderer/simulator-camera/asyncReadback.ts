const pollMs = 2;
/** A GPU that takes longer than this over one picture hangs. */
const timeoutMs = 5000;

/**
 * Reads the bound framebuffer into `into` (RGBA, bottom row first; bytes or floats by the array's type)
 * without making the page wait for the GPU: the copy goes to a buffer of the GPU's, and is fetched when a
 * fence says that it is there. The drawing of the next picture may be started meanwhile. Rejects when the
 * context is lost or the GPU hangs.
 */
export async function readPixelsAsync<T extends Uint8ClampedArray | Float32Array>(
  gl: WebGL2RenderingContext,
  width: number,
  height: number,
  into: T,
): Promise<T> {
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
  gl.bufferData(gl.PIXEL_PACK_BUFFER, into.byteLength, gl.STREAM_READ);
  const type = into instanceof Float32Array ? gl.FLOAT : gl.UNSIGNED_BYTE;
  gl.readPixels(0, 0, width, height, gl.RGBA, type, 0);
  gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  try {
    await passed(gl, fence);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, buffer);
    gl.getBufferSubData(gl.PIXEL_PACK_BUFFER, 0, into);
    gl.bindBuffer(gl.PIXEL_PACK_BUFFER, null);
    return into;
  } finally {
    gl.deleteBuffer(buffer);
    gl.deleteSync(fence);
  }
}

/** Resolves when the GPU has come past the fence. */
async function passed(gl: WebGL2RenderingContext, fence: WebGLSync | null): Promise<void> {
  const startedMs = performance.now();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
    if (!fence || gl.isContextLost()) throw new Error('The graphics context was lost.');
    const state = gl.clientWaitSync(fence, 0, 0);
    if (state === gl.ALREADY_SIGNALED || state === gl.CONDITION_SATISFIED) return;
    if (state === gl.WAIT_FAILED) throw new Error('The graphics context gave no picture.');
    if (performance.now() - startedMs > timeoutMs) {
      throw new Error(`The graphics unit did not finish a picture within ${timeoutMs} ms.`);
    }
  }
}
