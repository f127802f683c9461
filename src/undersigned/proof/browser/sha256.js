// SHA-256 (FIPS 180-4), synchronous, for where the browser offers none and for a hundred thousand
// small hashes in a row. Both SHA-2 tables are the first bits of roots of primes (§4.2.2, §4.2.3, §5.3):
// computed here, so that nobody need compare them with the standard.

const PRIMES = [];
for (let n = 2; PRIMES.length < 80; n++) if (PRIMES.every((prime) => n % prime)) PRIMES.push(n);

/** floor(n ** (1/degree)), by Newton's method from above. */
function wholeRoot(n, degree) {
  let root = 1n << BigInt(Math.ceil(n.toString(2).length / Number(degree)));
  for (;;) {
    const next = ((degree - 1n) * root + n / root ** (degree - 1n)) / degree;
    if (next >= root) return root;
    root = next;
  }
}

/** The first 64 bits of the fraction of each prime's root. */
function fractions(primes, degree) {
  return primes.map((prime) => BigInt.asUintN(64, wholeRoot(BigInt(prime) << (64n * degree), degree)));
}

const K512 = fractions(PRIMES, 3n);
const H512 = fractions(PRIMES.slice(0, 8), 2n);
const firstHalf = (words) => Int32Array.from(words, (word) => Number(BigInt.asIntN(32, word >> 32n)));
const K256 = firstHalf(K512.slice(0, 64));
const H256 = firstHalf(H512);

const schedule = new Int32Array(64);
const state = new Int32Array(8);
let message = new Uint8Array(1 << 17); // the padded message; grows if it must

/** The 32-byte hash of all parts, one after the other. */
function sha256(...parts) {
  let length = 0;
  for (const part of parts) length += part.length;
  const end = (length + 9 + 63) & ~63;
  if (end > message.length) message = new Uint8Array(2 * end);
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  message.fill(0, length, end)[length] = 0x80;
  for (let at = end - 1, bits = length * 8; bits; at--, bits = Math.floor(bits / 256)) message[at] = bits;
  state.set(H256);
  for (let block = 0; block < end; block += 64) compress(block);
  const hash = new Uint8Array(HASH_BYTES);
  for (let i = 0; i < 8; i++) {
    const word = state[i];
    hash[4 * i] = word >>> 24;
    hash[4 * i + 1] = word >>> 16;
    hash[4 * i + 2] = word >>> 8;
    hash[4 * i + 3] = word;
  }
  return hash;
}

/** FIPS 180-4 §6.2.2, on the 64 bytes of the message from `block`. */
function compress(block) {
  const w = schedule;
  for (let t = 0, at = block; t < 16; t++, at += 4)
    w[t] = (message[at] << 24) | (message[at + 1] << 16) | (message[at + 2] << 8) | message[at + 3];
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15];
    const y = w[t - 2];
    const small0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const small1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (w[t - 16] + small0 + w[t - 7] + small1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const big1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + big1 + ((e & f) ^ (~e & g)) + K256[t] + w[t]) | 0;
    const big0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** HMAC-SHA256 (RFC 2104) under a key of at most 64 bytes. */
function hmac(key, text) {
  const pad = (byte) => Uint8Array.from({ length: 64 }, (_, at) => (key[at] ?? 0) ^ byte);
  return sha256(pad(0x5c), sha256(pad(0x36), text));
}
