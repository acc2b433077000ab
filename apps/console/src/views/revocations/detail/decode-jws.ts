/** The payload of a compact JWS, indented for reading; `undefined` when it is not JSON. Says nothing about the signature. */
export function decodeJws(jws: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64Of(jws.split('.')[1] ?? '')), (char) => char.charCodeAt(0));
    return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), null, 2);
  } catch (error) {
    // Whatever else the road may sign one day is still shown in its compact form.
    if (error instanceof SyntaxError || error instanceof DOMException) return undefined;
    throw error;
  }
}

const base64Of = (base64url: string) => base64url.replaceAll('-', '+').replaceAll('_', '/');
