import type { ClientTable } from '../loop/clients';
import type { SettingsService } from './settings';

/** Tells the recorder how the operator wants pictures to be recorded: now, and whenever it changes. */
export function followPictureChoice(
  settings: Pick<SettingsService, 'view' | 'ready'>,
  recorder: Pick<ClientTable['recorder'], 'notify' | 'onClose'>,
): void {
  let told: string | undefined;
  const tell = () => {
    const { pictures } = settings.view.getState().settings;
    if (pictures === told) return;
    told = pictures;
    recorder.notify('choosePictures', { pictures });
  };
  let end = () => {};
  let closed = false;
  recorder.onClose(() => {
    closed = true;
    end();
  });
  void settings.ready.then(() => {
    if (closed) return;
    tell();
    end = settings.view.subscribe(tell);
  });
}
