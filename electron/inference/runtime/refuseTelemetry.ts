/**
 * ONNX Runtime, from 1.29 on, tells its maker about every model and keeps a device number on disk unless
 * this variable is set before its first session. Nothing leaves this program's machine: called before
 * every session is made, since the first one decides for the life of the process.
 */
export function refuseTelemetry(environment: NodeJS.ProcessEnv = process.env): void {
  environment.ORT_DISABLE_TELEMETRY = '1';
}
