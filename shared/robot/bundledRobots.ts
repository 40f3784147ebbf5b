import { fr3 } from './fr3';
import { piper } from './piper';
import type { RobotModel } from './robotModel';
import { ur5e } from './ur5e';

/** The robots that come with the program, by the names that a connection profile gives them. */
export const bundledRobots = { fr3, ur5e, piper } as const satisfies Readonly<Record<string, RobotModel>>;

export type BundledRobotName = keyof typeof bundledRobots;

export const bundledRobotNames = ['fr3', 'ur5e', 'piper'] as const satisfies readonly BundledRobotName[];
