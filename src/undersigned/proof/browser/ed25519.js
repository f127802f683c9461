// Ed25519 verification (RFC 8032 §5.1.7, without the cofactor) with BigInt. Strict: one spelling for every
// number and point.
// Nothing here is secret, so nothing need take constant time.

const P = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = mod(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);
const NEUTRAL = [0n, 1n, 1n, 0n]; // extended coordinates X, Y, Z, T of RFC 8032 §5.1.4
const BASE = pointOf(littleEndian(mod(4n * inverse(5n))));

function mod(n) {
  const rest = n % P;
  return rest < 0n ? rest + P : rest;
}

function power(base, exponent) {
  let result = 1n;
  for (; exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % P;
    base = (base * base) % P;
  }
  return result;
}

function inverse(n) {
  return power(mod(n), P - 2n);
}

function numberOf(bytes) {
  return BigInt("0x" + toHex(Uint8Array.from(bytes).reverse()));
}

function littleEndian(n) {
  const hex = n.toString(16).padStart(64, "0");
  return Uint8Array.from({ length: 32 }, (_, at) => parseInt(hex.substr(62 - 2 * at, 2), 16));
}

function sum([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = ((y1 - x1) * (y2 - x2)) % P;
  const b = ((y1 + x1) * (y2 + x2)) % P;
  const c = (((2n * t1 * t2) % P) * D) % P;
  const d = (2n * z1 * z2) % P;
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function negative([x, y, z, t]) {
  return [mod(-x), y, z, mod(-t)];
}

function samePoint([x1, y1, z1], [x2, y2, z2]) {
  return mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;
}

/** m·p + n·q, doubling once for both. */
function combination(m, p, n, q) {
  const both = sum(p, q);
  let result = NEUTRAL;
  for (let bit = 255n; bit >= 0n; bit--) {
    result = sum(result, result);
    const [one, other] = [(m >> bit) & 1n, (n >> bit) & 1n];
    if (one && other) result = sum(result, both);
    else if (one) result = sum(result, p);
    else if (other) result = sum(result, q);
  }
  return result;
}

/** The point that 32 bytes say (RFC 8032 §5.1.3), or null if they say none, or not in its one form. */
function pointOf(bytes) {
  const sign = bytes[31] >> 7;
  const y = numberOf(bytes) & (2n ** 255n - 1n);
  if (y >= P) return null;
  const u = mod(y * y - 1n);
  const v = mod(D * y * y + 1n);
  let x = mod(u * v ** 3n * power(mod(u * v ** 7n), (P - 5n) / 8n));
  if (mod(v * x * x + u) === 0n) x = mod(x * ROOT_OF_MINUS_ONE);
  if (mod(v * x * x - u) !== 0n || (x === 0n && sign)) return null;
  if (Number(x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

/** SHA-512 (FIPS 180-4 §6.4) with BigInt: for the few short texts that carry a seal. */
function sha512(...parts) {
  const text = joined(...parts);
  const padded = new Uint8Array((text.length + 17 + 127) & ~127);
  padded.set(text);
  padded[text.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(text.length) * 8n);
  let hash = H512;
  for (let block = 0; block < padded.length; block += 128) hash = compress512(hash, view, block);
  const bytes = new DataView(new ArrayBuffer(64));
  hash.forEach((word, at) => bytes.setBigUint64(8 * at, word));
  return new Uint8Array(bytes.buffer);
}

function compress512(before, view, block) {
  const turned = (n, by) => (n >> by) | BigInt.asUintN(64, n << (64n - by));
  const w = K512.map((_, t) => (t < 16 ? view.getBigUint64(block + 8 * t) : 0n));
  for (let t = 16; t < 80; t++) {
    const [x, y] = [w[t - 15], w[t - 2]];
    const small0 = turned(x, 1n) ^ turned(x, 8n) ^ (x >> 7n);
    const small1 = turned(y, 19n) ^ turned(y, 61n) ^ (y >> 6n);
    w[t] = BigInt.asUintN(64, w[t - 16] + small0 + w[t - 7] + small1);
  }
  let [a, b, c, d, e, f, g, h] = before;
  for (let t = 0; t < 80; t++) {
    const big1 = turned(e, 14n) ^ turned(e, 18n) ^ turned(e, 41n);
    const t1 = h + big1 + ((e & f) ^ (~e & g)) + K512[t] + w[t];
    const big0 = turned(a, 28n) ^ turned(a, 34n) ^ turned(a, 39n);
    const t2 = big0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, BigInt.asUintN(64, d + t1), c, b, a, BigInt.asUintN(64, t1 + t2)];
  }
  return [a, b, c, d, e, f, g, h].map((word, at) => BigInt.asUintN(64, before[at] + word));
}

/** Whether a seal of 64 bytes is `publicKey`'s on the text; false for whatever is not in its one form. */
function ed25519Verifies(publicKey, text, seal) {
  if (publicKey.length !== 32 || seal.length !== 64) return false;
  const [r, s] = [seal.slice(0, 32), numberOf(seal.slice(32))];
  const [key, nonce] = [pointOf(publicKey), pointOf(r)];
  if (!key || !nonce || s >= ORDER) return false;
  const k = numberOf(sha512(r, publicKey, text)) % ORDER;
  return samePoint(combination(s, BASE, k, negative(key)), nonce);
}
