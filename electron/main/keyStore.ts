import { safeStorage } from 'electron';

/** A place of the operating system that keeps a key for this user: Keychain, DPAPI, a keyring. */
export interface KeyStore {
  /** Why there is none, in words; null where there is one. */
  missing(): string | null;
  seal(secret: string): Buffer;
  /** Throws when it was not sealed by this user on this machine. */
  open(sealed: Buffer): string;
}

/** The system's own. Chromium's `basic_text` is no key store: its key stands in its source code. */
export const systemKeyStore: KeyStore = {
  missing() {
    const isPlain = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
    return safeStorage.isEncryptionAvailable() && !isPlain
      ? null
      : 'This system has no key store (on Linux: GNOME Keyring or KWallet).';
  },
  seal: (secret) => safeStorage.encryptString(secret),
  open: (sealed) => safeStorage.decryptString(sealed),
};
