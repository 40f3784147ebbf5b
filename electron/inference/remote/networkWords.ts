import { EndpointError } from './endpointError';

const certificateProblems: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is signed by nobody but itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'it is signed by an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'it is signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'it is signed by an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'it is signed by an authority that is not trusted here',
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it is not valid yet; look at the clocks of both machines',
  CERT_REVOKED: 'it was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it belongs to another name than the one in the address',
};

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nobody listens there.',
  ENOTFOUND: 'The name is not known on this network.',
  EAI_AGAIN: 'The name could not be looked up.',
  EHOSTUNREACH: 'There is no way to that machine.',
  ENETUNREACH: 'There is no way to that network.',
  ETIMEDOUT: 'The connection was not answered.',
};

/** What an error of the network means, for who reads the screen. `answering`: the server had begun to answer. */
export function networkError(error: unknown, host: string, answering: boolean): EndpointError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const certificate = certificateProblems[code];
  if (certificate !== undefined) {
    return new EndpointError(
      'endpointCertificate',
      `The certificate of ${host} is not accepted: ${certificate}. Nothing was sent.`,
      "Name the server's own CA file in the endpoint, or give the server a certificate that fits its name.",
    );
  }
  const why = unreachable[code];
  if (why !== undefined) {
    return new EndpointError(
      'endpointUnreachable',
      `${host} cannot be reached. ${why}`,
      'Look whether the server runs and its address is right, then try again.',
    );
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL')) {
    return new EndpointError(
      'endpointNoTls',
      `${host} does not speak TLS as this console does. Nothing was sent.`,
      'Look whether the address should begin with http:// or with https://, and which TLS the server allows.',
    );
  }
  if (code.startsWith('HPE_')) {
    return new EndpointError(
      'endpointNoHttp',
      `What answers at ${host} does not speak HTTP, or not without TLS.`,
      'Look at the port, and whether the address should begin with https://.',
    );
  }
  if (answering) {
    return new EndpointError(
      'endpointBroken',
      `The connection to ${host} ended in the middle of its answer.`,
      'Look whether the server still runs, then ask again.',
    );
  }
  const words = error instanceof Error ? error.message : String(error);
  return new EndpointError(
    'endpointUnreachable',
    `${host} closed the connection without an answer (${code || words}).`.slice(0, 500),
    'Look whether the server runs and its address is right, then try again.',
  );
}
