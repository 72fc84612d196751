/** What to do about a certificate that nobody known has signed. */
const CERTIFICATE_HINT =
  'for a certificate of your own name its authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem perfcmp ...';

/** The same for `load`, which has options for it. */
const LOAD_CERTIFICATE_HINT = 'name its authority with --ca FILE, or accept any certificate with --insecure';

/** What to do about a certificate that is for other names than the one it was asked by. */
const CERTIFICATE_NAME_HINT = 'ask the server by a name that is in its certificate';

/** The same for `load`, which may ask for a name of its own. */
const LOAD_CERTIFICATE_NAME_HINT =
  'say a name that is in the certificate with --sni NAME, or accept any certificate with --insecure';

const LOAD_HINTS = new Map([
  [CERTIFICATE_HINT, LOAD_CERTIFICATE_HINT],
  [CERTIFICATE_NAME_HINT, LOAD_CERTIFICATE_NAME_HINT],
]);

/** A hint as `load` gives it, in terms of its options where it has them. */
export function loadHint(hint: string | undefined): string | undefined {
  return hint === undefined ? undefined : (LOAD_HINTS.get(hint) ?? hint);
}

/** What to do about a certificate that was not accepted, by what node says of it. */
export function certificateHint(message: string): string {
  return /does not match certificate's altnames/.test(message) ? CERTIFICATE_NAME_HINT : CERTIFICATE_HINT;
}

/** Whether the code of a system error says that a server's certificate was not accepted. */
export function isCertificateError(code: string | undefined): boolean {
  return /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/.test(
    code ?? '',
  );
}
