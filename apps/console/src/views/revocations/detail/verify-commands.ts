import type { Road } from '@trivium/identity';

/** Checks an Ed25519 JWS (RFC 7515, RFC 8037) against a JWKS: `node -e '…' <receipt.jws> <jwks.json>`. Free of quotes that a shell would end. */
const verifier = [
  'const c = require("node:crypto"), fs = require("node:fs");',
  'const [head, body, mark] = fs.readFileSync(process.argv[1], "utf8").trim().split(".");',
  'const read = (part) => JSON.parse(Buffer.from(part, "base64url"));',
  'const keys = JSON.parse(fs.readFileSync(process.argv[2])).keys;',
  'const jwk = keys.find((key) => key.kid === read(head).kid);',
  'if (!jwk) throw new Error("the key of this receipt is not in the key file");',
  'const key = c.createPublicKey({ key: jwk, format: "jwk" });',
  'if (!c.verify(null, Buffer.from(head + "." + body), key, Buffer.from(mark, "base64url"))) throw new Error("the signature is WRONG");',
  'console.log("the signature is valid", read(body));',
].join('\n');

/** What an auditor types: the keys once, from then on no network and nothing of Trivium is needed. */
export function verifyCommands(origin: string, road: Road, fileName: string): string {
  const keys = `${road}-jwks.json`;
  return [
    `curl -fsS ${origin}/v1/${road}/.well-known/jwks.json -o ${keys}`,
    `node -e '${verifier}' ${fileName} ${keys}`,
  ].join('\n');
}
