import { describe, expect, it } from 'vitest';
import type { Generation } from '../../shared/contract/proposal';
import { createAnswerStream } from '../../shared/proposal/answerStream';
import { answers, model, observation } from '../loop/loopTestNouns';
import { newRun, type RunView } from '../loop/loopView';
import { nothingProposed, proposedBy, proposedOnLive } from './proposed';

const run = newRun('run', 'task', 'x', 0);
const withGenerations = (generations: Generation[]): RunView => ({
  ...run,
  proposal: { proposalId: 'p', observationId: 'o', instruction: 'x', earlier: [], model, generations },
});

describe('proposedBy', () => {
  it('draws the proposal', () => {
    const { box, waypoints, preview } = proposedBy(withGenerations([answers.affordance, answers.trajectory]));
    expect(box).toEqual(answers.affordance.box);
    expect(waypoints).toEqual(answers.trajectory.waypoints);
    expect(preview).toBe(false);
  });

  it('draws nothing of a proposal that is malformed in any part', () => {
    const malformed: Generation = { ...answers.trajectory, outcome: 'malformed', problem: 'no' };
    expect(proposedBy(withGenerations([answers.affordance, malformed]))).toEqual(nothingProposed);
  });

  it('previews what has been parsed of the stream, and nothing before it is whole', () => {
    const streamed = (text: string): RunView => ({
      ...run,
      streams: {
        affordance: {
          kind: 'affordance',
          sample: 0,
          samples: 1,
          text,
          tokens: 1,
          firstTokenMs: 0,
          lastTokenMs: 1,
          progress: createAnswerStream({ kind: 'affordance', boxConvention: 'center' }).push(text),
        },
      },
    });
    expect(proposedBy(streamed('<think>a</think> <output>{"x": 0.5, "y": 0.5, "wid')).box).toBeNull();
    const whole = proposedBy(streamed(answers.affordance.text));
    expect(whole.preview).toBe(true);
    expect(whole.box?.xMin).toBeCloseTo(0.4, 9);
  });
});

describe('proposedOnLive', () => {
  it('takes the marks away when the motion is over: things lie elsewhere then', () => {
    const run: RunView = {
      ...withGenerations([answers.affordance]),
      execution: {
        executionId: 'e',
        worstErrorRad: 0,
        last: {
          executionId: 'e',
          planHash: 'a'.repeat(64),
          type: 'progress',
          stampSec: 0,
          segmentIndex: 0,
          segmentCount: 1,
          phase: 'home',
          planTimeSec: 1,
          text: '',
        },
      },
    };
    const executing = { state: 'executing', purpose: 'task', planHash: 'h' } as const;
    expect(proposedOnLive({ run, session: executing }, null).box).not.toBeNull();
    const stopped = { state: 'stopped', confirmed: true, text: '' } as const;
    expect(proposedOnLive({ run, session: stopped }, null)).toEqual(nothingProposed);
    expect(proposedOnLive({ run: { ...run, execution: null }, session: stopped }, null).box).not.toBeNull();
  });

  it('draws nothing on the picture of another camera than the one that was asked about', () => {
    const frame = { observation, jpeg: new Uint8Array() };
    const view = {
      run: { ...withGenerations([answers.affordance]), frame },
      session: { state: 'planning', purpose: 'task' } as const,
    };
    expect(proposedOnLive(view, observation.cameraName).box).not.toBeNull();
    expect(proposedOnLive(view, 'another camera')).toEqual(nothingProposed);
  });
});
