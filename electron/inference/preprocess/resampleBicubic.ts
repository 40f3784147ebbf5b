/**
 * Bicubic resampling with antialiasing of 8-bit RGB pictures, equal to Pillow's to the bit: the model
 * was trained on pictures that went through it, and its greedy answer can hang on one grey level.
 *
 * Pillow filters along rows and along columns, each time in fixed point with a rounded 8-bit result, and
 * leaves out a direction whose size does not change (its Resample.c describes the arithmetic). Rows come
 * first, except, since Pillow 13, where the height shrinks by more than twice as many pixels as the width.
 */
const precisionBits = 32 - 8 - 2;
const channels = 3;
const bicubicSupport = 2;
const bicubicSharpness = -0.5;

/** Keys' cubic convolution kernel with a = -0.5. */
function bicubicKernel(at: number): number {
  const a = bicubicSharpness;
  const x = Math.abs(at);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  if (x < 2) return (((x - 5) * x + 8) * x - 4) * a;
  return 0;
}

/** For each output place: the first input place that counts, how many do, and their weights. */
interface FilterTable {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `taps` weights an output place, scaled by 2^22 and rounded. */
  readonly weights: Int32Array;
  readonly taps: number;
}

function filterTable(inputSize: number, outputSize: number): FilterTable {
  const scale = inputSize / outputSize;
  const filterScale = Math.max(scale, 1);
  const support = bicubicSupport * filterScale;
  const taps = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(outputSize);
  const count = new Int32Array(outputSize);
  const weights = new Int32Array(outputSize * taps);
  const exact = new Float64Array(taps);
  for (let place = 0; place < outputSize; place++) {
    const center = (place + 0.5) * scale;
    const from = Math.max(0, Math.trunc(center - support + 0.5));
    const to = Math.min(inputSize, Math.trunc(center + support + 0.5));
    let sum = 0;
    for (let tap = 0; tap < to - from; tap++) {
      const weight = bicubicKernel((tap + from - center + 0.5) * (1 / filterScale));
      exact[tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < to - from; tap++) {
      const weight = (sum === 0 ? exact[tap]! : exact[tap]! / sum) * 2 ** precisionBits;
      weights[place * taps + tap] = Math.trunc(weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    first[place] = from;
    count[place] = to - from;
  }
  return { first, count, weights, taps };
}

function clipToByte(fixedPoint: number): number {
  return Math.max(0, Math.min(255, fixedPoint >> precisionBits));
}

const half = 1 << (precisionBits - 1);

function resampleRows(input: Uint8Array, width: number, height: number, toWidth: number): Uint8Array {
  const { first, count, weights, taps } = filterTable(width, toWidth);
  const output = new Uint8Array(toWidth * height * channels);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < toWidth; x++) {
      let red = half;
      let green = half;
      let blue = half;
      let pixel = (y * width + first[x]!) * channels;
      for (let tap = 0; tap < count[x]!; tap++, pixel += channels) {
        const weight = weights[x * taps + tap]!;
        red += input[pixel]! * weight;
        green += input[pixel + 1]! * weight;
        blue += input[pixel + 2]! * weight;
      }
      output[at++] = clipToByte(red);
      output[at++] = clipToByte(green);
      output[at++] = clipToByte(blue);
    }
  }
  return output;
}

function resampleColumns(input: Uint8Array, width: number, height: number, toHeight: number): Uint8Array {
  const { first, count, weights, taps } = filterTable(height, toHeight);
  const rowBytes = width * channels;
  const output = new Uint8Array(toHeight * rowBytes);
  const sums = new Int32Array(rowBytes);
  for (let y = 0; y < toHeight; y++) {
    sums.fill(half);
    for (let tap = 0; tap < count[y]!; tap++) {
      const weight = weights[y * taps + tap]!;
      const row = (first[y]! + tap) * rowBytes;
      for (let x = 0; x < rowBytes; x++) sums[x] = sums[x]! + input[row + x]! * weight;
    }
    for (let x = 0; x < rowBytes; x++) output[y * rowBytes + x] = clipToByte(sums[x]!);
  }
  return output;
}

/**
 * Resizes an RGB picture (width * height * 3 bytes, top row first). Returns the input itself when the
 * size does not change. Throws RangeError when the bytes do not fit the size.
 */
export function resampleBicubic(
  rgb: Uint8Array,
  size: { readonly width: number; readonly height: number },
  to: { readonly width: number; readonly height: number },
): Uint8Array {
  if (rgb.length !== size.width * size.height * channels) {
    throw new RangeError(
      `The picture has ${rgb.length} bytes; ${size.width} x ${size.height} RGB needs ${size.width * size.height * channels}.`,
    );
  }
  const rows = (input: Uint8Array, height: number) =>
    to.width === size.width ? input : resampleRows(input, size.width, height, to.width);
  const columns = (input: Uint8Array, width: number) =>
    to.height === size.height ? input : resampleColumns(input, width, size.height, to.height);
  const lostRows = size.height - to.height;
  const columnsFirst = lostRows > 0 && lostRows > 2 * (size.width - to.width);
  return columnsFirst ? rows(columns(rgb, size.width), to.height) : columns(rows(rgb, size.height), to.width);
}
