// Bytes and their spellings. Strict: what would not be written again as it was read is refused.

const HASH_BYTES = 32;

/** Why something was refused: a code that words.*.json puts into words, and the facts for its gaps. */
class Refusal extends Error {
  constructor(code, facts = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

function refuseUnless(holds, code, facts) {
  if (!holds) throw new Refusal(code, facts);
}

function toBase64(bytes) {
  let raw = "";
  for (const byte of bytes) raw += String.fromCharCode(byte);
  return btoa(raw);
}

/** The bytes that canonical base64 says (RFC 4648 §4); exactly `length` of them, if given. */
function fromBase64(text, length) {
  refuseUnless(/^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0, "base64");
  const raw = atob(text);
  refuseUnless(btoa(raw) === text && (length === undefined || raw.length === length), "base64");
  return Uint8Array.from(raw, (character) => character.charCodeAt(0));
}

function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The number that ASCII decimal digits say; up to what JavaScript counts exactly. */
function wholeNumber(text) {
  refuseUnless(/^(?:0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(+text), "number");
  return +text;
}

function utf8(text) {
  return new TextEncoder().encode(text);
}

function fromUtf8(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Refusal("text");
  }
}

function sameBytes(a, b) {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function joined(...parts) {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
