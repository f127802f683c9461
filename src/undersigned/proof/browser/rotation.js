// Keys that a log used before: the note in which the key that came next says so (docs/open-data/log.md, § Keys).

const LONGEST_CHAIN = 50;
const CHANGE = /^undersigned\/v1 key\n([^\n]+)\nold ([^\n]+)\nnew ([^\n]+)\nreason (planned|lost|stolen)\nday ([0-9-]{10})\n$/;

/** The key that came after an old one, which seals the note that says so; null if none is published. */
async function nextKey(read, old) {
  const said = await readIfThere(read, `keys/log-${old.id}.note`);
  if (said === null) return null;
  const note = noteOf(said);
  const [, origin, was, is] = CHANGE.exec(note.text) ?? [];
  refuseUnless(origin === old.name && was === old.text, "rotation");
  const next = vkeyOf(is);
  refuseUnless(next.name === origin && sealedBy(next, note) !== null, "rotation");
  return next;
}

/** The retired key that sealed a note, if the log's present key says, step by step, that it came after it. */
async function retiredKey(read, said, current) {
  for (const { name, id } of noteOf(said).seals) {
    const text = name === current.name && id !== current.id && (await readIfThere(read, `keys/log-${id}.vkey`));
    if (!text) continue;
    const old = vkeyOf(text.replace(/\n$/, ""));
    refuseUnless(old.name === name && old.id === id && old.kind === LOG_KEY, "rotation");
    let key = old;
    for (let step = 0; key && step < LONGEST_CHAIN; step++) {
      if (key.text === current.text) return old;
      key = await nextKey(read, key);
    }
  }
  return null;
}

/** A receipt's checkpoint, opened by the log's key, or by one that it says came before it. */
async function openedThen(read, said, trusted, task) {
  try {
    return opened(said, trusted, task);
  } catch (refusal) {
    const current = trusted.policy.logs.find(({ name }) => name === stateOf(said).origin);
    const old = refusal.code === "unsealed" && (await retiredKey(read, said, current).catch(ifNoLog));
    if (!old) throw refusal;
    return opened(said, { ...trusted, policy: { ...trusted.policy, logs: [old] } }, { ...task, fingerprint: "" });
  }
}

function ifNoLog(refusal) {
  if (refusal.code === "no-log") return null;
  throw refusal;
}
