import type { SchemaElement } from 'hyparquet';
import { type ColumnSource, fileWriter, ParquetWriter } from 'hyparquet-writer';

/** The kinds of columns that a data set has; `number[]` nests as often as it says. */
export type ColumnKind =
  | 'int64'
  | 'float32'
  | 'double'
  | 'string'
  | 'int64[]'
  | 'float32[]'
  | 'double[]'
  | 'double[][][]'
  | 'string[]'
  /** A picture as the `datasets` library keeps one: its file's bytes, and a path. */
  | 'picture';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly values: readonly unknown[];
}

function element(name: string, kind: string): SchemaElement[] {
  const optional = { name, repetition_type: 'OPTIONAL' } as const;
  if (kind.endsWith('[]')) {
    return [
      { ...optional, num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...element('element', kind.slice(0, -2)),
    ];
  }
  if (kind === 'picture') {
    return [
      { ...optional, num_children: 2 },
      { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
      ...element('path', 'string'),
    ];
  }
  if (kind === 'string') return [{ ...optional, type: 'BYTE_ARRAY', converted_type: 'UTF8' }];
  if (kind === 'int64') return [{ ...optional, type: 'INT64' }];
  return [{ ...optional, type: kind === 'float32' ? 'FLOAT' : 'DOUBLE' }];
}

/** Whole numbers of 64 bits are written from bigints. */
function stored({ kind, values }: Column): unknown[] {
  if (kind === 'int64') return values.map((value) => BigInt(value as number));
  if (kind === 'int64[]') return values.map((row) => (row as number[]).map(BigInt));
  return [...values];
}

/** Writes rows to a Parquet file piece by piece, each piece a row group; all pieces have the same columns. */
export function openParquet(
  path: string,
  columns: readonly Pick<Column, 'name' | 'kind'>[],
  metadata: Readonly<Record<string, string>> = {},
) {
  const writer = new ParquetWriter({
    writer: fileWriter(path),
    schema: [
      { name: 'schema', num_children: columns.length },
      ...columns.flatMap(({ name, kind }) => element(name, kind)),
    ],
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: 'R1 Console',
  });
  return {
    async write(piece: readonly Column[]): Promise<void> {
      const rows = piece[0]?.values.length ?? 0;
      const columnData = piece.map(
        (column): ColumnSource => ({
          name: column.name,
          data: stored(column),
          // Pictures are compressed already.
          ...(column.kind === 'picture' ? { codec: 'UNCOMPRESSED', statistics: false } : {}),
        }),
      );
      await writer.write({ columnData, rowGroupSize: Math.max(1, rows) });
    },
    async close(): Promise<void> {
      await writer.finish();
    },
  };
}

export async function writeParquet(
  path: string,
  columns: readonly Column[],
  metadata?: Readonly<Record<string, string>>,
): Promise<void> {
  const file = openParquet(path, columns, metadata);
  await file.write(columns);
  await file.close();
}
