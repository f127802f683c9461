// Where a log's files are read from: an address, or a folder on this computer. Whole files of up to 256
// entries are asked for, so that a server learns no more than "one of 256".

const MISSING = "missing";

/** Reads files below an address, telling the server nothing but their names. */
function readerAt(address) {
  const base = address.endsWith("/") ? address : `${address}/`;
  return async (path) => {
    // A tile kept from an earlier look is asked about again: a log that was rewritten since must be seen as it is now.
    const cache = path.startsWith("tile/") ? "no-cache" : "no-store";
    const asked = { credentials: "omit", referrerPolicy: "no-referrer", redirect: "error", cache };
    let answer;
    try {
      answer = await fetch(base + path, asked);
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    } catch {
      throw new Refusal("unreachable", { path, address });
    }
    if (answer.status === 404) throw new Refusal(MISSING, { path, address });
    throw new Refusal("status", { path, address, status: answer.status });
  };
}

/** Reads files of a folder that was opened in this browser: path → File. */
function readerOf(files) {
  return async (path) => {
    const file = files.get(path);
    refuseUnless(file, MISSING, { path, address: "" });
    try {
      return new Uint8Array(await file.arrayBuffer());
    } catch {
      throw new Refusal("unreachable", { path, address: "" });
    }
  };
}

/** A tile's bytes and its width: a full tile may have replaced the partial one. */
async function tileOf(read, level, index, width) {
  const path = tilePath(level, index, width);
  try {
    return { bytes: await read(path), width };
  } catch (refusal) {
    if (refusal.code !== MISSING) throw refusal;
    refuseUnless(width < TILE, "gone", { path });
    return tileOf(read, level, index, TILE);
  }
}

async function entriesAt(read, index, size) {
  const wanted = Math.min(TILE, size - index * TILE);
  const { bytes, width } = await tileOf(read, "entries", index, wanted);
  return entriesOf(bytes, width, tilePath("entries", index, width)).slice(0, wanted);
}

async function hashesAt(read, level, index, size) {
  const wanted = Math.min(TILE, Math.floor(size / TILE ** level) - index * TILE);
  const { bytes, width } = await tileOf(read, level, index, wanted);
  refuseUnless(bytes.length === width * HASH_BYTES, "tile", { path: tilePath(level, index, width) });
  return bytes.subarray(0, wanted * HASH_BYTES);
}

/** The tree of the first `start` entries (whole tiles of them), from the hashes in higher tiles. */
async function treeBefore(read, start, size) {
  const subtrees = [];
  for (let [height, from] = [52, 0]; height >= 8; height--) {
    const width = 2 ** height;
    if (from + width > start) continue;
    subtrees.push(await subtreeAt(read, height, from / width, size));
    from += width;
  }
  return new Frontier(start, subtrees);
}

/** The hash of the index-th complete subtree of 2 ** height entries, from the tile that holds its parts. */
async function subtreeAt(read, height, index, size) {
  const level = Math.floor(height / 8);
  const count = 2 ** (height % 8);
  const tile = await hashesAt(read, level, Math.floor((index * count) / TILE), size);
  const first = (index * count) % TILE;
  let hashes = Array.from({ length: count }, (_, at) => tile.slice((first + at) * HASH_BYTES, (first + at + 1) * HASH_BYTES));
  while (hashes.length > 1) hashes = hashes.filter((_, at) => at % 2 === 0).map((left, at) => nodeHash(left, hashes[2 * at + 1]));
  return hashes[0];
}
