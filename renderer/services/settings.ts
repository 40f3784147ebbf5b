import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type AppInfo,
  appInfoSchema,
  type Bridge,
  type Settings,
  type SettingsChange,
  settingsSchema,
} from '../../shared/contract/bridge';

export interface SettingsView {
  readonly settings: Settings;
  readonly appInfo: AppInfo | null;
}

export interface SettingsService {
  readonly view: StoreApi<SettingsView>;
  /** Settles when the settings have come, or cannot be had: then the defaults hold. */
  readonly ready: Promise<void>;
  /** Holds at once; main keeps it on disk and reports if it cannot. */
  change(change: SettingsChange): void;
}

/** The operator's settings, read from main once and written back with each change. */
export function createSettings(
  bridge: Pick<Bridge, 'getSettings' | 'setSettings' | 'getAppInfo'>,
): SettingsService {
  const view = createStore<SettingsView>(() => ({ settings: settingsSchema.parse({}), appInfo: null }));
  const quiet = () => undefined;
  const ready = bridge
    .getSettings()
    .then((raw) => view.setState({ settings: settingsSchema.parse(raw) }))
    .catch(quiet);
  bridge
    .getAppInfo()
    .then((raw) => view.setState({ appInfo: appInfoSchema.parse(raw) }))
    .catch(quiet);
  return {
    view,
    ready,
    change(change) {
      view.setState(({ settings }) => ({ settings: { ...settings, ...change } }));
      bridge.setSettings(change).catch(quiet);
    },
  };
}
