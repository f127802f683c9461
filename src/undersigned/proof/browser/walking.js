// Through the entries of a log in order, each checked: with its tiles, and all of them with sealed roots.

const AHEAD = 8; // files asked for at a time

/** Calls `visit(entry, index)` for the entries from tile `first` on; refuses a log that is not what `tip` seals.

From the very first entry on, every tile of hashes is compared, too. Returns those of `marks` (earlier states of
the log, none of them before tile `first`) that the log does not extend. */
async function walk(read, tip, { first = 0, marks = [], visit, progress }) {
  const tree = await treeBefore(read, first * TILE, tip.size);
  const tiles = first ? null : new Tiles(read, tip.size);
  const reached = () => marks.filter(({ size, root }) => size === tree.size && !sameBytes(tree.root(), root));
  const broken = reached();
  for await (const [index, entries] of inOrder(first, Math.ceil(tip.size / TILE), (at) => entriesAt(read, at, tip.size))) {
    for (const entry of entries) {
      tree.append(leafHash(entry), tiles?.take);
      visit(entry, tree.size - 1);
      if (marks.length) broken.push(...reached());
    }
    await tiles?.settled();
    progress(tree.size, tip.size);
  }
  await tiles?.end();
  refuseUnless(sameBytes(tree.root(), tip.root), "root");
  return broken;
}

/** [index, result] of `make(index)` for each index in order, with a few of them under way at a time. */
async function* inOrder(first, end, make) {
  const waiting = [];
  for (let next = first, index = first; index < end; index++) {
    for (; next < end && next < index + AHEAD; next++) {
      const result = make(next);
      result.catch(() => {}); // told when its turn comes
      waiting.push(result);
    }
    yield [index, await waiting.shift()];
  }
}

/** Compares the hashes of complete subtrees, as the entries give them, with the log's tiles of hashes. */
class Tiles {
  constructor(read, size) {
    Object.assign(this, { read, size, levels: [], checks: [] });
    this.take = (height, hash) => {
      if (height % 8 === 0) this.put(height / 8, hash);
    };
  }

  put(level, hash) {
    const tile = (this.levels[level] ??= { index: 0, bytes: new Uint8Array(TILE * HASH_BYTES), width: 0 });
    tile.bytes.set(hash, HASH_BYTES * tile.width++);
    if (tile.width === TILE) this.finish(level, tile);
  }

  finish(level, { index, bytes, width }) {
    const check = this.compare(level, index, bytes.subarray(0, width * HASH_BYTES));
    check.catch(() => {}); // told by settled
    this.checks.push(check);
    this.levels[level] = { index: index + 1, bytes: new Uint8Array(TILE * HASH_BYTES), width: 0 };
  }

  async compare(level, index, computed) {
    const published = await hashesAt(this.read, level, index, this.size);
    refuseUnless(sameBytes(published, computed), "tile", { path: tilePath(level, index, computed.length / HASH_BYTES) });
  }

  async settled() {
    while (this.checks.length > AHEAD) await this.checks.shift();
  }

  async end() {
    this.levels.forEach((tile, level) => tile.width && this.finish(level, tile));
    await Promise.all(this.checks);
  }
}
