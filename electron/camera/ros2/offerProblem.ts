/** The quality of service that a subscription asks for, as far as it can fail to fit. */
export interface Request {
  readonly reliable: boolean;
  /** Transient local: also what was said before we came. */
  readonly latched: boolean;
  readonly depth: number;
}

/** What one publisher of the topic offers. */
export interface Offer {
  readonly type: string;
  readonly reliable: boolean;
  readonly latched: boolean;
}

/** Only the newest one counts, and a lost one is not asked for again (REP 2003: sensor data). */
export const sensorData: Request = { reliable: false, latched: false, depth: 1 };

/** Why no publisher of a topic fits, in words; null when one does. */
export function offerProblem(
  topic: string,
  type: string,
  request: Request,
  offers: readonly Offer[],
): string | null {
  if (offers.length === 0) return `Nobody publishes ${topic}. Is the driver running, in the same ROS domain?`;
  const sameType = offers.filter((offer) => offer.type === type);
  if (sameType.length === 0) {
    return `${topic} carries ${offers[0]!.type}, not ${type}. Choose another topic or transport in the connection panel.`;
  }
  const fits = (offer: Offer) => (offer.reliable || !request.reliable) && (offer.latched || !request.latched);
  if (sameType.some(fits)) return null;
  const [offer] = sameType;
  if (request.reliable && !offer!.reliable) {
    return `${topic} is published as best effort, and is needed as reliable: nothing can come.`;
  }
  return `${topic} is published as volatile, and is needed as transient local (what was said before we came): nothing can come. Its publisher must be set so.`;
}
