import {
  type Endpoint,
  type EndpointEntry,
  type EndpointTrial,
  endpointEntrySchema,
  endpointTrialSchema,
} from '../../../shared/contract/endpoint';
import { useConsole } from '../../ui/ConsoleContext';
import { type Files, useFiles } from '../../ui/useFiles';

/** The endpoints that were named, and what can be done with them. Each deed answers the id it has made or touched. */
export interface Endpoints extends Pick<Files<EndpointEntry>, 'entries' | 'problem' | 'forgetProblem'> {
  save(id: string | null, endpoint: Endpoint): Promise<string | null>;
  remove(id: string): Promise<string | null>;
  /** Null takes it away. */
  setToken(id: string, token: string | null): Promise<string | null>;
  importFile(): Promise<string | null>;
  exportFile(id: string): Promise<string | null>;
  /** Makes it the model that answers; the status of the inference process tells what came of it. */
  use(id: string): Promise<string | null>;
  test(id: string): Promise<EndpointTrial>;
}

export function useEndpoints(): Endpoints {
  const { bridge } = useConsole();
  const { deed, ...files } = useFiles(() => bridge.listEndpoints(), endpointEntrySchema, 'endpoints');
  return {
    ...files,
    save: (id, endpoint) => deed(() => bridge.saveEndpoint(id, endpoint)),
    remove: (id) => deed(() => bridge.deleteEndpoint(id)),
    setToken: (id, token) => deed(() => bridge.setEndpointToken(id, token)),
    importFile: () => deed(() => bridge.importEndpoint()),
    exportFile: (id) => deed(() => bridge.exportEndpoint(id)),
    use: (id) => deed(async () => ({ id, ...(await bridge.takeEndpoint(id)) })),
    test: async (id) => endpointTrialSchema.parse(await bridge.testEndpoint(id)),
  };
}
