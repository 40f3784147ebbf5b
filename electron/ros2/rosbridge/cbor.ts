/** What a CBOR item (RFC 8949) is here: rosbridge sends maps with text keys, texts, numbers, bytes and lists. */
export type CborValue =
  | number
  | bigint
  | string
  | boolean
  | null
  | Uint8Array<ArrayBuffer>
  | CborValue[]
  | CborMap;
export interface CborMap {
  readonly [key: string]: CborValue;
}

const deepest = 16;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Decodes one CBOR item of definite length, as Python's and rosbridge's encoders write it. Byte strings are
 * views of the given bytes. Throws on anything else.
 */
export function decodeCbor(bytes: Uint8Array<ArrayBuffer>): CborValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;

  function argument(info: number): number | bigint {
    if (info < 24) return info;
    const start = at;
    if (info === 24) at += 1;
    else if (info === 25) at += 2;
    else if (info === 26) at += 4;
    else if (info === 27) at += 8;
    else throw new Error('CBOR of indefinite length');
    if (info === 24) return view.getUint8(start);
    if (info === 25) return view.getUint16(start);
    if (info === 26) return view.getUint32(start);
    const wide = view.getBigUint64(start);
    return wide <= Number.MAX_SAFE_INTEGER ? Number(wide) : wide;
  }

  function slice(length: number | bigint): Uint8Array<ArrayBuffer> {
    const end = at + Number(length);
    if (end > bytes.byteLength) throw new Error('CBOR that ends too early');
    const part = bytes.subarray(at, end);
    at = end;
    return part;
  }

  function simple(info: number): CborValue {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return null;
    const start = at;
    if (info === 26) {
      at += 4;
      return view.getFloat32(start);
    }
    if (info === 27) {
      at += 8;
      return view.getFloat64(start);
    }
    throw new Error(`CBOR of a kind that is not expected (7, ${info})`);
  }

  function item(depth: number): CborValue {
    if (depth > deepest) throw new Error('CBOR nested too deeply');
    const head = view.getUint8(at++);
    const major = head >> 5;
    const info = head & 31;
    if (major === 7) return simple(info);
    const count = argument(info);
    switch (major) {
      case 0:
        return count;
      case 1:
        return typeof count === 'bigint' ? -1n - count : -1 - count;
      case 2:
        return slice(count);
      case 3:
        return utf8.decode(slice(count));
      case 4:
        return Array.from({ length: counted(count) }, () => item(depth + 1));
      case 5: {
        const map: Record<string, CborValue> = {};
        for (let left = counted(count); left > 0; left--) {
          const key = item(depth + 1);
          if (typeof key !== 'string') throw new Error('CBOR with a key that is no text');
          map[key] = item(depth + 1);
        }
        return map;
      }
      default:
        // A tag says more about what follows; that itself is what is wanted.
        return item(depth + 1);
    }
  }
  /** Every item has at least one byte: what claims more than there are is no CBOR. */
  function counted(count: number | bigint): number {
    if (Number(count) > bytes.byteLength - at) throw new Error('CBOR that ends too early');
    return Number(count);
  }

  const value = item(0);
  if (at !== bytes.byteLength) throw new Error('CBOR with something behind it');
  return value;
}
