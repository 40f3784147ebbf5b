import type { Bridge } from '../../shared/contract/bridge';
import { type EndpointEntry, endpointSchema } from '../../shared/contract/endpoint';

const entries: readonly EndpointEntry[] = [
  {
    id: 'own:lab',
    name: 'Lab GPU',
    endpoint: endpointSchema.parse({
      version: 1,
      kind: 'openai',
      name: 'Lab GPU',
      url: 'https://gpu.lab.example:8000/v1',
      model: 'vla-r1-3b',
      boxConvention: 'center',
    }),
    problem: null,
    token: 'kept',
  },
  { id: 'own:old', name: 'old.json', endpoint: null, problem: 'In it, url is missing.', token: 'none' },
];
const done = async () => ({ id: 'own:lab', problem: null });

export function stagedEndpointBridge(): Pick<
  Bridge,
  | 'listEndpoints'
  | 'saveEndpoint'
  | 'setEndpointToken'
  | 'deleteEndpoint'
  | 'importEndpoint'
  | 'exportEndpoint'
  | 'takeEndpoint'
  | 'testEndpoint'
> {
  return {
    listEndpoints: async () => [...entries],
    saveEndpoint: done,
    setEndpointToken: done,
    deleteEndpoint: done,
    importEndpoint: done,
    exportEndpoint: done,
    takeEndpoint: async () => ({ problem: null }),
    testEndpoint: async () => ({
      fault: null,
      firstMs: 180,
      totalMs: 240,
      served: 'vla-r1-3b fp-7',
      tellsLogProbs: true,
    }),
  };
}
