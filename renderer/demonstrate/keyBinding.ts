import {
  type DemonstrateSettings,
  type DemonstrationAction,
  demonstrationActions,
  keysOf,
} from '../../shared/contract/demonstrationKeys';

/** Stop is not given away, and keys that others need are not taken. */
const reserved: ReadonlySet<string> = new Set([
  'Escape',
  'Space',
  'Tab',
  'Enter',
  'ShiftLeft',
  'ShiftRight',
  'ControlLeft',
  'ControlRight',
  'AltLeft',
  'AltRight',
  'MetaLeft',
  'MetaRight',
]);

export const canBeBound = (code: string): boolean => /^[A-Za-z0-9]{1,30}$/.test(code) && !reserved.has(code);

/** The key means this action and no other from now on. */
export function bound(
  settings: DemonstrateSettings,
  action: DemonstrationAction,
  code: string,
): DemonstrateSettings {
  const keys = { ...settings.keys };
  for (const other of demonstrationActions) {
    const before = keysOf(settings, other);
    if (other !== action && before.includes(code)) keys[other] = before.filter((each) => each !== code);
  }
  keys[action] = [code];
  return { ...settings, keys };
}
