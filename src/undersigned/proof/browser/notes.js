// Signed notes, checkpoints and cosignatures: C2SP signed-note, tlog-checkpoint, tlog-cosignature.

const LOG_KEY = 1;
const WITNESS_KEY = 4;
const LONGEST_NOTE = 1e6;
const MOST_SEALS = 100;
const SEAL = /^\u2014 ([^\s+\u0085]+) (\S+)$/u;

/** A public key as it is published: name+id+key. */
function vkeyOf(text) {
  const [, name, id, key] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  refuseUnless(name, "key");
  const raw = fromBase64(key, 1 + HASH_BYTES);
  const hash = sha256(utf8(`${name}\n`), raw);
  refuseUnless(toHex(hash.subarray(0, 4)) === id && [LOG_KEY, WITNESS_KEY].includes(raw[0]), "key");
  return { text, name, id, kind: raw[0], key: raw.subarray(1) };
}

/** A key's SHA-256, whose first digits people compare. */
function fingerprint(vkey) {
  return toHex(sha256(vkey.key));
}

/** A note's text and its seals. */
function noteOf(all) {
  const end = all.lastIndexOf("\n\n");
  refuseUnless(end > 0 && all.length <= LONGEST_NOTE && all.endsWith("\n") && !/[\0-\t\v-\x1f]/.test(all), "note");
  const lines = all.slice(end + 2).split("\n").slice(0, -1);
  refuseUnless(lines.length > 0 && lines.length <= MOST_SEALS, "note");
  return { text: all.slice(0, end + 1), seals: lines.map(sealOf) };
}

function sealOf(line) {
  const [, name, said] = SEAL.exec(line) ?? [];
  refuseUnless(name, "note");
  const raw = fromBase64(said);
  refuseUnless(raw.length > 4, "note");
  return { name, id: toHex(raw.subarray(0, 4)), raw: raw.subarray(4) };
}

/** When a key's holder sealed a text: a witness's time in seconds, 0 for a log; null if it did not.
    A seal that names the key and is not its holder's spoils the whole note. */
function sealedBy(vkey, { text, seals }) {
  const own = seals.filter((seal) => seal.name === vkey.name && seal.id === vkey.id);
  const times = own.map(({ raw }) => {
    const [time, said, seal] = vkey.kind === WITNESS_KEY ? cosigned(raw, text) : [0, text, raw];
    refuseUnless(ed25519Verifies(vkey.key, utf8(said), seal), "seal", { name: vkey.name });
    return time;
  });
  return times.length ? Math.max(...times) : null;
}

function cosigned(raw, text) {
  refuseUnless(raw.length === 72, "note");
  const time = new DataView(raw.buffer, raw.byteOffset).getBigUint64(0);
  return [Number(time), `cosignature/v1\ntime ${time}\n${text}`, raw.subarray(8)];
}

/** What a log says of itself in three lines: { origin, size, root, said }; no seal is checked. */
function stateOf(said) {
  const note = noteOf(said);
  const [origin, size, root, ...rest] = note.text.split("\n");
  refuseUnless(/^[^\s+]+$/.test(origin) && rest.length === 1 && !rest[0], "checkpoint");
  return { origin, size: wholeNumber(size), root: fromBase64(root, HASH_BYTES), said };
}

/** A checkpoint under the log's seal, with the witnesses who vouch for it and whether they are enough. */
function checkpointOf(said, policy) {
  const state = stateOf(said);
  const note = noteOf(said);
  const own = policy.logs.filter(({ name }) => name === state.origin);
  refuseUnless(own.length, "another-log", { origin: state.origin });
  const vkey = own.find((key) => sealedBy(key, note) !== null);
  refuseUnless(vkey, "unsealed", { origin: state.origin });
  const witnesses = [...policy.witnesses]
    .map(([name, witness]) => ({ name, time: sealedBy(witness, note) }))
    .filter(({ time }) => time !== null);
  const enough = policy.enough(new Set(witnesses.map(({ name }) => name)));
  return { ...state, vkey, witnesses, enough };
}
