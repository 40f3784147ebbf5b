import { listSupportedBackends } from 'onnxruntime-node';

/** ONNX Runtime's names, best first. TensorRT is left out: it compiles a model for minutes before its first answer. */
const preferred = ['cuda', 'dml', 'coreml', 'webgpu', 'cpu'];

/** The execution providers that ONNX Runtime was built with for this system, best first; the CPU is always the last. */
export function builtInProviders(): readonly string[] {
  const names = new Set(listSupportedBackends().map(({ name }) => name));
  return preferred.filter((name) => name === 'cpu' || names.has(name));
}
