/** CBOR (RFC 8949) of what a rosbridge sends: maps, texts, whole numbers, bytes. */
export function cborOf(value: unknown): Buffer {
  const head = (major: number, count: number): Buffer => {
    if (count < 24) return Buffer.of((major << 5) | count);
    const wide = Buffer.alloc(5);
    wide[0] = (major << 5) | 26;
    wide.writeUInt32BE(count, 1);
    return wide;
  };
  if (typeof value === 'number') return head(0, value);
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(3, bytes.length), bytes]);
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = Object.entries(value as object);
  return Buffer.concat([
    head(5, entries.length),
    ...entries.flatMap(([key, each]) => [cborOf(key), cborOf(each)]),
  ]);
}
