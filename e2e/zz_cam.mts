import { benchCamera } from './benchRos2/cameraBench';
console.log(await benchCamera(Number(process.argv[2] ?? 20)));
process.exit(0);
