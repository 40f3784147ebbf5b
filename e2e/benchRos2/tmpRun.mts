import { join } from 'node:path';
import { benchCamera, profileFor } from './cameraBench';

const id = 77;
process.env.R1_CONNECTION = JSON.stringify(profileFor(id));
process.env.ROS_DOMAIN_ID = String(id);
process.env.FASTRTPS_DEFAULT_PROFILES_FILE = join(import.meta.dirname, '../../resources/ros2/fastdds.xml');
console.log(await benchCamera(Number(process.argv[2] ?? 20), id));
process.exit(0);
