/** What to do about a certificate that nobody known has signed. */
export const CERTIFICATE_HINT =
  'for a certificate of your own name its authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem perfcmp ...';

/** The same for `load`, which has options for it. */
export const LOAD_CERTIFICATE_HINT = 'name its authority with --ca FILE, or accept any certificate with --insecure';

/** Whether the code of a system error says that a server's certificate was not accepted. */
export function isCertificateError(code: string | undefined): boolean {
  return /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS_CERT|INVALID_CA|HOSTNAME_MISMATCH)/.test(
    code ?? '',
  );
}
