import type { Ros2Profile } from '../../shared/contract/connection';
import type { ProfileEntry } from '../../shared/contract/connectionView';
import { problemWords, readProfile } from '../../shared/contract/profileProblems';
import { createDocumentStore, type DocumentFolders } from './documentStore';

/** The connection profiles on disk. */
export function createProfileStore(folders: DocumentFolders) {
  const documents = createDocumentStore<Ros2Profile>(folders, {
    noun: 'profile',
    parse(raw) {
      const read = readProfile(raw);
      return read.profile ? { value: read.profile } : { problem: problemWords(read.problems) };
    },
  });
  return {
    ...documents,
    list: (): ProfileEntry[] => documents.list().map(({ value, ...entry }) => ({ ...entry, profile: value })),
    read(id: string): Pick<ProfileEntry, 'profile' | 'problem'> {
      const { value, problem } = documents.read(id);
      return { profile: value, problem };
    },
  };
}
export type ProfileStore = ReturnType<typeof createProfileStore>;
