import { useCallback, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import { type FileResult, fileResultSchema } from '../../shared/contract/bridge';
import { messageOf } from '../loop/faults';

/** Files of the operator's that main keeps (profiles, endpoints), and what went wrong with them last. */
export interface Files<Entry> {
  /** Null until the list has come. */
  readonly entries: readonly Entry[] | null;
  /** In words. */
  readonly problem: string | null;
  forgetProblem(): void;
  /** Does it, reads the list anew, and answers the id that was made or touched. */
  deed(work: () => Promise<FileResult>): Promise<string | null>;
}

/** `noun` in the plural, for words: "profiles". */
export function useFiles<Entry>(
  list: () => Promise<unknown>,
  entrySchema: z.ZodType<Entry>,
  noun: string,
): Files<Entry> {
  const [entries, setEntries] = useState<readonly Entry[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const read = useRef(list);

  const reload = useCallback(async () => {
    try {
      setEntries(z.array(entrySchema).parse(await read.current()));
    } catch (error) {
      setEntries([]);
      setProblem(`The list of ${noun} cannot be read: ${messageOf(error)}`);
    }
  }, [entrySchema, noun]);
  useEffect(() => void reload(), [reload]);

  return {
    entries,
    problem,
    forgetProblem: () => setProblem(null),
    async deed(work) {
      setProblem(null);
      let id: string | null = null;
      try {
        const result = fileResultSchema.parse(await work());
        setProblem(result.problem);
        id = result.id;
      } catch (error) {
        setProblem(messageOf(error));
      }
      await reload();
      return id;
    },
  };
}
