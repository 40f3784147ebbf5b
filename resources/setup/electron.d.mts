export interface ElectronCommand {
  readonly executable: string;
  readonly args: readonly string[];
  readonly version: string;
}
export function electronCommand(): ElectronCommand | undefined;
export function ensureElectron(): Promise<void>;
