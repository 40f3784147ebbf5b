export interface Ros2Environment {
  readonly distro: string;
  readonly prefix: string;
  readonly env: Readonly<Record<string, string>>;
}
export function networkEnvironment(domain: number, distro: string): Record<string, string>;
export function simulatorEnvironment(
  order: { readonly seed: number; readonly domain: number; readonly rateHz: number },
  ros: Ros2Environment,
): Record<string, string>;
