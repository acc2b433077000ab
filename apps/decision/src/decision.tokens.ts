/** The Ed25519 key under which the governance model is published (`KeyRing`). */
export const POLICY_SIGNER = Symbol('PolicySigner');
/** The keys of access tokens (`TokenKeys`). */
export const TOKEN_KEYS = Symbol('TokenKeys');
/** Whether chains are live (`ChainReader`). */
export const CHAINS = Symbol('Chains');
/** What is remembered of issued tokens (`IssuanceStore`). */
export const ISSUANCE_STORE = Symbol('IssuanceStore');
/** The table of grants (`GrantStore`). */
export const GRANT_STORE = Symbol('GrantStore');
/** Nonces that DPoP proofs must carry, or undefined (`DpopNonces`). */
export const DPOP_NONCES = Symbol('DpopNonces');
/** With which keys each road's word is checked (`Record<Road, KeySet>`). */
export const ROAD_KEYS = Symbol('RoadKeys');
