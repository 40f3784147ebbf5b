import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { step } from '../progress.mjs';
import { must } from './command.mjs';
import { interfaceSources, ros2Cache, venv, venvPython } from './paths.mjs';
import { fingerprint, isStamped, writeStamp } from './stamp.mjs';
import { wheelsBuildEnvironment } from './wheels.mjs';

/** The packages of resources/ros2/interfaces and what their messages are made of. */
const packages = {
  control_msgs: ['action_msgs', 'builtin_interfaces', 'sensor_msgs', 'std_msgs', 'trajectory_msgs'],
  tf2_msgs: ['geometry_msgs'],
  controller_manager_msgs: [],
};

const stampOf = (name, wheels) => fingerprint([wheels], [join(interfaceSources, name)]);

/** What the built interfaces are a function of. */
export const interfacesStamp = (wheels) =>
  fingerprint(Object.keys(packages).map((name) => stampOf(name, wheels)));

function writeProject(folder, name, dependencies) {
  const files = ['msg', 'srv', 'action'].flatMap((kind) =>
    existsSync(join(interfaceSources, name, kind))
      ? readdirSync(join(interfaceSources, name, kind)).map((file) => `${kind}/${file}`)
      : [],
  );
  const depends = dependencies.map((dependency) => `<depend>${dependency}</depend>`).join('');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.xml'),
    `<package format="3"><name>${name}</name><version>5.0.0</version><description>Interfaces</description>
<maintainer email="operator@example.com">R1 Console</maintainer><license>Apache-2.0</license>
<buildtool_depend>ament_cmake</buildtool_depend><depend>rosidl_default_generators</depend>${depends}
<member_of_group>rosidl_interface_packages</member_of_group><export><build_type>ament_cmake</build_type></export></package>\n`,
  );
  writeFileSync(
    join(folder, 'CMakeLists.txt'),
    `cmake_minimum_required(VERSION 3.14)
project(${name})
foreach(package ament_cmake rosidl_default_generators ${dependencies.join(' ')})
  find_package(\${package} REQUIRED)
endforeach()
rosidl_generate_interfaces(\${PROJECT_NAME}
  ${files.map((file) => `"${join(interfaceSources, name)}:${file}"`).join('\n  ')}
  ${dependencies.length > 0 ? `DEPENDENCIES ${dependencies.join(' ')}` : ''})
ament_package()\n`,
  );
}

/** Builds with rosidl the interface packages that there are no wheels of, into the environment. */
export async function ensureInterfaces(wheels) {
  for (const [name, dependencies] of Object.entries(packages)) {
    const stamp = join(venv, 'share', `.r1-setup-${name}`);
    const wanted = stampOf(name, wheels);
    if (isStamped(stamp, wanted)) continue;
    await step(`ROS interfaces: ${name}`, async () => {
      const source = join(ros2Cache, 'interfaces', name);
      const build = join(source, 'build');
      rmSync(source, { recursive: true, force: true });
      writeProject(source, name, dependencies);
      const env = wheelsBuildEnvironment();
      const what = `The build of ${name}`;
      await must(
        what,
        'cmake',
        [
          ...['-S', source, '-B', build, `-DCMAKE_INSTALL_PREFIX=${venv}`],
          // Serialisation of messages of this size takes microseconds either way; -O1 halves the build.
          ...['-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_C_FLAGS_RELEASE=-O1', '-DCMAKE_CXX_FLAGS_RELEASE=-O1'],
          ...['-DBUILD_TESTING=OFF', `-DPython3_EXECUTABLE=${venvPython}`, '-DPython3_FIND_VIRTUALENV=ONLY'],
        ],
        { env },
      );
      await must(what, 'cmake', ['--build', build, '--parallel', String(Math.max(2, cpus().length))], {
        env,
      });
      await must(what, 'cmake', ['--install', build], { env });
      rmSync(source, { recursive: true, force: true });
    });
    writeStamp(stamp, wanted);
  }
}
