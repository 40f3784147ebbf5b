import { useCallback, useEffect, useState } from 'react';
import { z } from 'zod';
import { type ProfileResult, profileResultSchema } from '../../shared/contract/bridge';
import type { Ros2Profile } from '../../shared/contract/connection';
import { type ProfileEntry, profileEntrySchema } from '../../shared/contract/connectionView';
import { messageOf } from '../loop/faults';
import { useConsole } from '../ui/ConsoleContext';

/** The profile files, and what can be done with them. Each deed answers the id it has made or touched. */
export interface Profiles {
  /** Null until the list has come. */
  readonly entries: readonly ProfileEntry[] | null;
  /** What went wrong last, in words. */
  readonly problem: string | null;
  forgetProblem(): void;
  save(id: string | null, profile: Ros2Profile): Promise<string | null>;
  remove(id: string): Promise<string | null>;
  importFile(): Promise<string | null>;
  exportFile(id: string): Promise<string | null>;
}

export function useProfiles(): Profiles {
  const { bridge } = useConsole();
  const [entries, setEntries] = useState<readonly ProfileEntry[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const reload = useCallback(async () => {
    try {
      setEntries(z.array(profileEntrySchema).parse(await bridge.listProfiles()));
    } catch (error) {
      setEntries([]);
      setProblem(`The list of profiles cannot be read: ${messageOf(error)}`);
    }
  }, [bridge]);
  useEffect(() => void reload(), [reload]);

  async function deed(work: () => Promise<ProfileResult>): Promise<string | null> {
    setProblem(null);
    let id: string | null = null;
    try {
      const result = profileResultSchema.parse(await work());
      setProblem(result.problem);
      id = result.id;
    } catch (error) {
      setProblem(messageOf(error));
    }
    await reload();
    return id;
  }

  return {
    entries,
    problem,
    forgetProblem: () => setProblem(null),
    save: (id, profile) => deed(() => bridge.saveProfile(id, profile)),
    remove: (id) => deed(() => bridge.deleteProfile(id)),
    importFile: () => deed(() => bridge.importProfile()),
    exportFile: (id) => deed(() => bridge.exportProfile(id)),
  };
}
