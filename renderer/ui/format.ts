/** Numbers for the screen: always with their unit, with as many digits as can be read. */
export const none = 'n/a';
const thin = '\u202f';

export function formatMs(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return none;
  if (ms < 1000) return `${Math.round(ms)}${thin}ms`;
  return formatSec(ms / 1000);
}

export function formatSec(sec: number | null | undefined): string {
  if (sec === null || sec === undefined || !Number.isFinite(sec)) return none;
  if (sec < 100) return `${sec.toFixed(1)}${thin}s`;
  const minutes = Math.floor(sec / 60);
  if (minutes < 60) return `${minutes}${thin}min ${Math.floor(sec % 60)}${thin}s`;
  return `${Math.floor(minutes / 60)}${thin}h ${minutes % 60}${thin}min`;
}

export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return none;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value.toFixed(unit > 0 && value < 100 ? 1 : 0)}${thin}${units[unit]}`;
}

export function formatPercent(fraction: number): string {
  return `${Math.round(fraction * 100)}${thin}%`;
}

export function formatMetres(metres: number): string {
  return `${metres.toFixed(3)}${thin}m`;
}

/** Small lengths. */
export function formatMillimetres(metres: number): string {
  return `${Math.round(metres * 1000)}${thin}mm`;
}

/** Lengths of which a tenth of a millimetre counts. */
export function formatFineMillimetres(metres: number): string {
  return `${(metres * 1000).toFixed(metres < 0.00995 ? 1 : 0)}${thin}mm`;
}

export function formatRadians(rad: number): string {
  return `${rad.toFixed(3)}${thin}rad`;
}

/** A base-frame point. */
export function formatPoint(point: readonly number[]): string {
  return `${point.map((value) => value.toFixed(3)).join(', ')}${thin}m`;
}

/** Enough of a hash to compare by eye. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} ${hash.slice(8, 12)}`;
}

/** Date and time of day to the minute. */
export function formatMoment(sec: number): string {
  return `${formatDate(sec)} ${formatClock(sec).slice(0, 5)}`;
}

export function formatClock(sec: number): string {
  return new Date(sec * 1000).toLocaleTimeString('en-GB');
}

export function formatDate(sec: number): string {
  return new Date(sec * 1000).toLocaleDateString('en-CA');
}
