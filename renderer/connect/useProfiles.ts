import type { Ros2Profile } from '../../shared/contract/connection';
import { type ProfileEntry, profileEntrySchema } from '../../shared/contract/connectionView';
import { useConsole } from '../ui/ConsoleContext';
import { type Files, useFiles } from '../ui/useFiles';

/** The profile files, and what can be done with them. Each deed answers the id it has made or touched. */
export interface Profiles extends Pick<Files<ProfileEntry>, 'entries' | 'problem' | 'forgetProblem'> {
  save(id: string | null, profile: Ros2Profile): Promise<string | null>;
  remove(id: string): Promise<string | null>;
  importFile(): Promise<string | null>;
  exportFile(id: string): Promise<string | null>;
}

export function useProfiles(): Profiles {
  const { bridge } = useConsole();
  const { deed, ...files } = useFiles(() => bridge.listProfiles(), profileEntrySchema, 'profiles');
  return {
    ...files,
    save: (id, profile) => deed(() => bridge.saveProfile(id, profile)),
    remove: (id) => deed(() => bridge.deleteProfile(id)),
    importFile: () => deed(() => bridge.importProfile()),
    exportFile: (id) => deed(() => bridge.exportProfile(id)),
  };
}
