import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ros2Profile, ros2ProfileSchema } from '../../shared/contract/connection';
import { connectionIdSchema } from '../../shared/contract/connectionView';
import { slugOf } from './documentStore';
import { createProfileStore } from './profileStore';

const profile: Ros2Profile = ros2ProfileSchema.parse({
  version: 1,
  kind: 'ros2',
  name: 'Bench arm',
  model: { source: { kind: 'topic', topic: '/robot_description' } },
  trajectory: { action: '/arm/follow_joint_trajectory' },
  gripper: { kind: 'none' },
});

let folder: string;
let store: ReturnType<typeof createProfileStore>;
const own = (file: string) => join(folder, 'own', file);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'r1-profiles-'));
  mkdirSync(join(folder, 'ready'));
  writeFileSync(join(folder, 'ready', 'ur5e.json'), JSON.stringify({ ...profile, name: 'UR5e' }));
  store = createProfileStore({ ready: join(folder, 'ready'), own: join(folder, 'own') });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the profile store', () => {
  it('lists the ready ones where the operator has none yet', () => {
    expect(store.list().map(({ id, name }) => [id, name])).toEqual([['ready:ur5e', 'UR5e']]);
  });

  it('saves, reads back, changes in place, and deletes', () => {
    const saved = store.save(null, profile);
    expect(saved).toEqual({ id: 'own:bench-arm', problem: null });
    expect(store.save('own:bench-arm', { ...profile, name: 'Bench arm, left' }).id).toBe('own:bench-arm');
    expect(store.read('own:bench-arm').profile?.name).toBe('Bench arm, left');
    expect(store.remove('own:bench-arm').problem).toBeNull();
    expect(store.list()).toHaveLength(1);
    expect(readdirSync(join(folder, 'own'))).toEqual([]);
  });

  it('never writes over another profile of the same name', () => {
    store.save(null, profile);
    expect(store.save(null, profile).id).toBe('own:bench-arm-2');
  });

  it('neither changes nor deletes a ready one', () => {
    const before = readFileSync(join(folder, 'ready', 'ur5e.json'), 'utf8');
    expect(store.save('ready:ur5e', profile).problem).toMatch(/Duplicate it/);
    expect(store.remove('ready:ur5e').problem).toMatch(/cannot be deleted/);
    expect(readFileSync(join(folder, 'ready', 'ur5e.json'), 'utf8')).toBe(before);
  });

  it.each([
    ['not JSON', '{', /not JSON/],
    ['another kind of file', '[]', /the file is not an object/],
    [
      'a field that is missing',
      JSON.stringify({ ...profile, trajectory: {} }),
      /trajectory\.action is missing/,
    ],
    [
      'a field of another type',
      JSON.stringify({ ...profile, network: { domainId: 'x' } }),
      /network\.domainId is not a number/,
    ],
    ['a field that is not known', JSON.stringify({ ...profile, limts: {} }), /not known: limts/],
    ['a huge file', ' '.repeat(300_000), /300000 bytes/],
  ])('lists and refuses %s, and names what is wrong', (_name, text, problem) => {
    mkdirSync(join(folder, 'own'), { recursive: true });
    writeFileSync(own('bad.json'), text);
    expect(store.list().at(-1)).toMatchObject({ id: 'own:bad', name: 'bad.json', profile: null });
    expect(store.list().at(-1)?.problem).toMatch(problem);
    const imported = store.importFrom(own('bad.json'));
    expect(imported.id).toBeNull();
    expect(imported.problem).toMatch(/^bad\.json was not imported: /);
    expect(imported.problem).toMatch(problem);
    expect(readdirSync(join(folder, 'own'))).toEqual(['bad.json']);
  });

  it('imports what it has exported', () => {
    const out = join(folder, 'out.json');
    expect(store.exportTo('ready:ur5e', out).problem).toBeNull();
    expect(store.importFrom(out)).toEqual({ id: 'own:ur5e', problem: null });
    expect(store.read('own:ur5e').profile).toEqual(store.read('ready:ur5e').profile);
  });

  it('says so when the disk refuses', () => {
    writeFileSync(join(folder, 'own'), 'a file where the folder should be');
    expect(store.save(null, profile)).toMatchObject({
      id: null,
      problem: expect.stringContaining('could not be saved'),
    });
    expect(store.exportTo('ready:ur5e', join(folder, 'nowhere', 'x.json')).problem).toMatch(
      /could not be exported/,
    );
  });
});

describe('slugOf', () => {
  it.each([
    ['UR5e, left cell', 'ur5e-left-cell'],
    ['Übungsarm', 'ubungsarm'],
    ['../../etc/passwd', 'etc-passwd'],
    ['  ', 'profile'],
    ['机械臂', 'profile'],
    ['x'.repeat(80), 'x'.repeat(60)],
  ])('makes a file name of %j that is an id too', (name, slug) => {
    expect(slugOf(name, 'profile')).toBe(slug);
    expect(connectionIdSchema.safeParse(`own:${slugOf(name, 'profile')}`).success).toBe(true);
  });
});

describe('the profiles that ship', () => {
  it('all fit, and have the id that their name makes', () => {
    const shipped = createProfileStore({ ready: 'resources/profiles', own: join(folder, 'own') }).list();
    expect(shipped.map(({ id, problem }) => [id, problem])).toEqual([
      ['ready:agilex-piper', null],
      ['ready:fr3', null],
      ['ready:simulator-over-ros2', null],
      ['ready:ur5e', null],
    ]);
  });
});
