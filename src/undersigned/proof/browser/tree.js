// The log's Merkle tree (RFC 6962 §2.1) and its files (C2SP tlog-tiles).

const TILE = 256;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

function leafHash(entry) {
  return sha256(LEAF, entry);
}

function nodeHash(left, right) {
  return sha256(NODE, left, right);
}

/** A tree that only grows, kept as its complete subtrees, the widest first. */
class Frontier {
  constructor(size = 0, subtrees = []) {
    this.size = size;
    this.subtrees = subtrees;
  }

  /** Take a leaf's hash; `complete(height, hash)` hears of each subtree that it completes, itself first. */
  append(hash, complete) {
    let height = 0;
    complete?.(height, hash);
    for (let rest = this.size; rest % 2; rest = (rest - 1) / 2) {
      hash = nodeHash(this.subtrees.pop(), hash);
      complete?.(++height, hash);
    }
    this.subtrees.push(hash);
    this.size += 1;
  }

  root() {
    return this.size ? this.subtrees.reduceRight((right, left) => nodeHash(left, right)) : sha256();
  }
}

/** Where a tile stands below the log's address; level "entries" or a number, width up to 256. */
function tilePath(level, index, width = TILE) {
  const digits = String(index).padStart(3 * Math.ceil(String(index).length / 3), "0");
  const parts = digits.match(/.../g);
  const number = parts.map((part, at) => (at < parts.length - 1 ? `x${part}` : part)).join("/");
  return `tile/${level}/${number}` + (width === TILE ? "" : `.p/${width}`);
}

/** The `width` entries of a tile of entries: two bytes of length before each. */
function entriesOf(bytes, width, path) {
  const entries = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at + 2;
    at = start + ((bytes[at] << 8) | bytes[at + 1]);
    refuseUnless(at <= bytes.length, "tile", { path });
    entries.push(bytes.subarray(start, at));
  }
  refuseUnless(entries.length === width, "tile", { path });
  return entries;
}

/** Refuse unless the proof leads from the leaf at `index` to the root (RFC 9162 §2.1.3.2). */
function checkInclusion(hash, index, { size, root }, proof) {
  refuseUnless(index < size, "inclusion");
  let [place, last, found] = [index, size - 1, hash];
  for (const beside of proof) {
    refuseUnless(last > 0, "inclusion");
    if (place % 2 || place === last) {
      found = nodeHash(beside, found);
      while (place % 2 === 0 && place) [place, last] = [place / 2, Math.floor(last / 2)];
    } else found = nodeHash(found, beside);
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  refuseUnless(last === 0 && sameBytes(found, root), "inclusion");
}

const PROOF = "c2sp.org/tlog-proof@v1";
const RECEIPT = /^([^\n]*)\n(?:extra ([^\n]*)\n)?index ([^\n]*)\n((?:[^\n]+\n){0,63})\n([^]*)$/;

/** A receipt (C2SP tlog-proof): { index, proof, leaf, said }, all read, nothing checked. */
function receiptOf(bytes) {
  const found = RECEIPT.exec(fromUtf8(bytes));
  refuseUnless(found && found[1] === PROOF && found[2], "receipt");
  const [, , extra, index, hashes, note] = found;
  const proof = hashes.split("\n").slice(0, -1);
  return {
    index: wholeNumber(index),
    proof: proof.map((hash) => fromBase64(hash, HASH_BYTES)),
    leaf: fromBase64(extra),
    said: note,
  };
}
