// Whose word is taken: the log's key, the witnesses' and how many of them. C2SP tlog-policy.

/** { logs, witnesses: name → key, enough(names) } as a policy file says, or a log's key alone. */
function policyOf(text) {
  refuseUnless(!/[\0-\x08\x0b-\x1f\x7f]/.test(text), "policy");
  const lines = text.trim().split("\n").map((line) => line.trim().split(/[ \t]+/));
  if (lines.length === 1 && lines[0].length === 1) return policyOfKey(vkeyOf(lines[0][0]));
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: "" };
  for (const words of lines) if (words[0] && !words[0].startsWith("#")) takeLine(policy, words);
  refuseUnless(policy.quorum && policy.logs.length, "policy");
  policy.enough = (names) => policy.quorum === "none" || vouched(policy, policy.quorum, names);
  return policy;
}

function policyOfKey(vkey) {
  refuseUnless(vkey.kind === LOG_KEY, "key");
  return { logs: [vkey], witnesses: new Map(), groups: new Map(), quorum: "none", enough: () => true };
}

function takeLine(policy, [word, ...rest]) {
  const { logs, witnesses, groups } = policy;
  const known = (name) => witnesses.has(name) || groups.has(name);
  const isNew = (name) => name !== "none" && !known(name);
  const [name, second, ...others] = rest;
  if (word === "log" && (rest.length === 1 || rest.length === 2)) {
    logs.push(newKey(name, LOG_KEY, logs));
  } else if (word === "witness" && (rest.length === 2 || rest.length === 3) && isNew(name)) {
    witnesses.set(name, newKey(second, WITNESS_KEY, [...witnesses.values()]));
  } else if (word === "group" && others.length && isNew(name)) {
    groups.set(name, groupOf(policy, second, others));
  } else if (word === "quorum" && rest.length === 1 && !policy.quorum && (name === "none" || known(name))) {
    policy.quorum = name;
  } else throw new Refusal("policy");
}

function newKey(text, kind, others) {
  const vkey = vkeyOf(text);
  refuseUnless(vkey.kind === kind && !others.some(({ key }) => sameBytes(key, vkey.key)), "policy");
  return vkey;
}

/** Who belongs to a group, and how many of them must vouch; nobody belongs to two. */
function groupOf({ witnesses, groups }, needed, members) {
  const taken = [...groups.values()].flatMap((group) => group.members);
  for (const member of members) {
    refuseUnless((witnesses.has(member) || groups.has(member)) && !taken.includes(member), "policy");
    taken.push(member);
  }
  const number = needed === "all" ? members.length : needed === "any" ? 1 : wholeNumber(needed);
  refuseUnless(number >= 1 && number <= members.length, "policy");
  return { needed: number, members };
}

function vouched(policy, name, names) {
  if (policy.witnesses.has(name)) return names.has(name);
  const { needed, members } = policy.groups.get(name);
  return members.filter((member) => vouched(policy, member, names)).length >= needed;
}
