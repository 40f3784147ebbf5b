/** rcl_interfaces/ParameterValue. */
export interface ParameterValue {
  readonly type: number;
  readonly bool_value: boolean;
  readonly integer_value: bigint | number;
  readonly double_value: number;
  readonly string_value: string;
  readonly string_array_value: readonly string[];
}

/** What a parameter holds; undefined for kinds that no setting of a controller has. */
export function parameterContent(value: ParameterValue): unknown {
  switch (value.type) {
    case 1:
      return value.bool_value;
    case 2:
      return Number(value.integer_value);
    case 3:
      return value.double_value;
    case 4:
      return value.string_value;
    case 9:
      return [...value.string_array_value];
    default:
      return undefined;
  }
}
