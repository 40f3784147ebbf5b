const processes = [
  'robot',
  'planner',
  'camera',
  'simulator',
  'inference',
  'recorder',
  'exporter',
  'simulatorRos2',
  'main',
  'preload',
];

/** Imports go one way: renderer -> shared, electron/* -> shared; a process never imports another's folder. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'shared-is-pure',
      comment: 'shared/ runs anywhere: no Electron, no Node built-ins, nothing of the other folders',
      severity: 'error',
      from: { path: '^shared/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^(electron|renderer|e2e|resources)/' },
    },
    {
      name: 'shared-uses-no-platform',
      severity: 'error',
      from: { path: '^shared/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'shared-uses-no-electron',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: 'node_modules/(electron|react|three|onnxruntime-node)/' },
    },
    {
      name: 'renderer-uses-shared-only',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: '^(electron|e2e|resources)/' },
    },
    {
      name: 'renderer-uses-no-platform',
      severity: 'error',
      from: { path: '^renderer/', pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['core'] },
    },
    ...processes.map((name) => ({
      name: `${name}-stays-in-its-room`,
      severity: 'error',
      from: { path: `^electron/${name}/` },
      to: {
        path: '^(electron|renderer|e2e|resources)/',
        pathNot: `^electron/(${name}|utility|ros2|episodes|pictures)/`,
      },
    })),
    ...['utility', 'ros2', 'pictures'].map((name) => ({
      name: `${name}-serves-all`,
      severity: 'error',
      from: { path: `^electron/${name}/` },
      to: { path: '^electron/', pathNot: `^electron/${name}/` },
    })),
    {
      name: 'episodes-serves-all',
      comment: 'electron/episodes: the file format of an episode, for who writes it and who reads it',
      severity: 'error',
      from: { path: '^electron/episodes/', pathNot: '\\.test\\.ts$' },
      to: { path: '^electron/', pathNot: '^electron/episodes/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
