/** With what a client may sign that it is itself (RFC 8725 section 3.1); `Ed25519` is RFC 9864's name for `EdDSA` with that curve. */
export const clientAlgorithms = ['EdDSA', 'Ed25519', 'ES256'];
