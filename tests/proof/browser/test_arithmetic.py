"""The page's own arithmetic against published vectors and against Python's, inside Chromium."""

import hashlib
import hmac
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from tests.factories.logs import noop, seed, vkey
from tests.proof.browser.chances import b64, chance_of, flipped

from undersigned.pure.tlog import ed25519
from undersigned.pure.tlog.commitment import commit, commit_ward
from undersigned.pure.tlog.ed25519_plain import ORDER, PRIME
from undersigned.pure.tlog.faults import Invalid
from undersigned.pure.tlog.policy import parse_policy
from undersigned.pure.tlog.proofs import check_inclusion, inclusion_proof
from undersigned.pure.tlog.tiles import Tile
from undersigned.pure.tlog.tree import Growth, leaf_hash, root_of


def test_sha_256_and_sha_512_are_pythons_for_every_length_around_their_blocks(page: Page) -> None:
    texts = [chance_of(n).randbytes(n) for n in [*range(300), 65_535, 200_000]]
    found = page.evaluate(
        "(texts) => texts.map((text) => [sha256, sha512].map((hash) => toHex(hash(fromBase64(text)))))",
        list(map(b64, texts)),
    )
    assert found == [[hashlib.sha256(t).hexdigest(), hashlib.sha512(t).hexdigest()] for t in texts]


def test_hmac_is_pythons(page: Page) -> None:
    keys = [chance_of(n).randbytes(n) for n in (0, 1, 32, 64)]
    found = page.evaluate(
        "(keys) => keys.map((key) => toHex(hmac(fromBase64(key), utf8('a text'))))",
        list(map(b64, keys)),
    )
    assert found == [hmac.digest(key, b"a text", "sha256").hex() for key in keys]


# RFC 8032 §7.1: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
]


def verdicts(page: Page, cases: list[tuple[bytes, bytes, bytes]]) -> list[bool]:
    found: list[bool] = page.evaluate(
        "(cases) => cases.map((case_) => ed25519Verifies(...case_.map((text) => fromBase64(text))))",
        [list(map(b64, case)) for case in cases],
    )
    return found


def test_the_vectors_of_rfc_8032_verify_and_nothing_near_them_does(page: Page) -> None:
    vectors = [tuple(map(bytes.fromhex, vector)) for vector in RFC_8032]
    assert verdicts(page, vectors) == [True] * len(vectors)  # type: ignore[arg-type]
    near = [
        tuple(flipped(part, bit) if at == which else part for at, part in enumerate(vector))
        for vector in vectors
        for which in range(3)
        for bit in (0, 7, len(vector[which]) * 8 - 1)
        if vector[which]
    ]
    assert verdicts(page, near) == [False] * len(near)  # type: ignore[arg-type]


def small(n: int) -> bytes:
    return n.to_bytes(32, "little")


SIGN = 1 << 255
# Points of small order, other spellings of points, and what is no point at all.
ODD_POINTS = [
    *(small(n) for n in (0, 1, 2, PRIME - 1, PRIME, PRIME + 1, 2**255 - 1)),
    *(small(n | SIGN) for n in (0, 1, PRIME - 1, PRIME, PRIME + 1)),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
]


def edge_cases() -> Iterator[tuple[bytes, bytes, bytes]]:
    """Odd keys and nonces, with scalars around the group's order."""
    key, text = ed25519.public_of(seed("edge")), b"text"
    seal = ed25519.sign(seed("edge"), text)
    scalar = int.from_bytes(seal[32:], "little")
    for more in (0, ORDER, 2 * ORDER, 15 * ORDER):
        if scalar + more < 2**256:
            yield key, text, seal[:32] + small(scalar + more)
    for point in ODD_POINTS:
        for n in (0, 1, ORDER - 1, ORDER, ORDER + 1):
            yield point, text, point + small(n)
            yield point, text, small(1) + small(n)
            yield key, text, point + small(n)
    yield key, text, seal[:-1]
    yield key, text, seal + b"\0"
    yield key[:-1], text, seal


def test_ed25519_gives_pythons_verdict_on_edge_cases(page: Page) -> None:
    cases = list(edge_cases())
    expected = [ed25519.verify(*case) for case in cases]
    assert verdicts(page, cases) == expected
    assert {True, False} == set(expected)


def test_ed25519_gives_pythons_verdict_on_random_and_damaged_seals(page: Page) -> None:
    chance = chance_of(0)
    cases = []
    for _ in range(150):
        private, text = chance.randbytes(32), chance.randbytes(chance.randrange(200))
        case = [ed25519.public_of(private), text, ed25519.sign(private, text)]
        cases.append(tuple(case))
        which = chance.choice([0, 2])
        case[which] = flipped(case[which], chance.randrange(len(case[which]) * 8))
        cases.append(tuple(case))
    expected = [ed25519.verify(*case) for case in cases]
    assert verdicts(page, cases) == expected
    assert expected.count(True) >= 150


def test_a_note_of_the_specification_verifies(page: Page) -> None:
    """C2SP signed-note's own example."""
    key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    line = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    note = f"This is an example message.\n\n\u2014 example.com/foo {line}\n"
    check = "([key, note]) => sealedBy(vkeyOf(key), noteOf(note))"
    assert page.evaluate(check, [key, note]) == 0
    stranger = note.replace("example.com/foo", "example.com/bar")
    assert page.evaluate(check, [key, stranger]) is None


def test_a_policy_is_read_as_python_reads_it(page: Page) -> None:
    log = vkey("a.example.org/log").text
    one, two, three = (vkey(f"w{n}.example.org", 4).text for n in range(3))
    head = f"log {log} https://a.example.org/log\nwitness one {one}\nwitness two\t{two} https://x\n"
    good = [
        f"{head}quorum none\n",
        f"{head}# a remark\n\n  group both all one two \nquorum both\n",
        f"{head}witness three {three}\ngroup some 2 one two three\nquorum some\n",
        f"{head}group g any one\ngroup h 2 g two\nquorum h\n",
        f"{head}quorum two\n",
    ]
    bad = [
        head,
        f"{head}quorum three\n",
        f"{head}quorum none\nquorum none\n",
        f"{head}group one any two\nquorum one\n",
        f"{head}group none any two\nquorum none\n",
        f"{head}group g 3 one two\nquorum g\n",
        f"{head}group g 0 one two\nquorum g\n",
        f"{head}group g toString one two\nquorum g\n",
        f"{head}group g any one one\nquorum g\n",
        f"{head}witness four {one}\nquorum none\n",
        f"{head}witness four {log}\nquorum none\n",
        f"{head}log {one}\nquorum none\n",
        f"{head}word\nquorum none\n",
        f"{head}quorum none\x01\n",
    ]
    sets = [[], ["one"], ["two"], ["one", "two"], ["three", "two"]]
    read = """([texts, sets]) => texts.map((text) => {
      try { const { enough } = policyOf(text); return sets.map((names) => enough(new Set(names))); }
      catch (refusal) { if (refusal instanceof Refusal) return null; throw refusal; }
    })"""
    found = page.evaluate(read, [good + bad, sets])
    expected = [[parse_policy(text).satisfied_by(set(names)) for names in sets] for text in good]
    assert found == expected + [None] * len(bad)
    for text in bad:
        with pytest.raises(Invalid):
            parse_policy(text)


def test_commitments_are_pythons_also_for_names_in_two_forms(page: Page) -> None:
    opening = bytes(range(32))
    typed = {
        "name": "Jose\u0301 Beispiel",
        "address": "1 Main St, 12345",
        "email": "a@b",
        "via": "web",
    }
    found = page.evaluate(
        "([key, values]) => commitments(fromBase64(key), 'p42', values, 'Bezirk \u00c4')",
        [b64(opening), typed],
    )
    w = commit_ward(opening, "p42", "Bezirk \u00c4")
    assert found == {"c": b64(commit(opening, "p42", typed)), "w": b64(w)}


def proofs() -> Iterator[tuple[bytes, int, int, list[bytes], bytes]]:
    """Leaf, index, size, proof, root: good ones of small trees, and each with one thing wrong."""
    leaves = [leaf_hash(bytes([n])) for n in range(18)]
    for size in (1, 2, 3, 5, 8, 11, 16, 17):
        read, root = Growth(0, leaves, noop), root_of(leaves[:size])
        for index in range(size):
            leaf, proof = leaves[index], inclusion_proof(index, size, read)
            yield leaf, index, size, proof, root
            yield leaf, index + 1, size, proof, root
            yield leaf, index, size + 1, proof, root
            yield leaf, index, size, proof[:-1], root
            yield leaf, index, size, [*proof, root], root
            yield leaf, index, size, proof[::-1], root
            yield leaves[17], index, size, proof, root
            yield root, index, size, [], root  # nothing to climb, but not at the top


def test_a_proof_is_judged_as_python_judges_it(page: Page) -> None:
    cases = list(proofs())
    judge = """(cases) => cases.map(([leaf, index, size, proof, root]) => {
      const tree = { size, root: fromBase64(root) };
      try { checkInclusion(fromBase64(leaf), index, tree, proof.map((hash) => fromBase64(hash))); }
      catch (refusal) { if (refusal instanceof Refusal) return false; throw refusal; }
      return true;
    })"""
    plain = [[b64(le), i, n, list(map(b64, proof)), b64(root)] for le, i, n, proof, root in cases]
    assert page.evaluate(judge, plain) == [by_python(case) for case in cases]


def by_python(case: tuple[bytes, int, int, list[bytes], bytes]) -> bool:
    try:
        check_inclusion(*case)
    except Invalid:
        return False
    return True


def test_tiles_have_their_paths(page: Page) -> None:
    tiles = [(0, 0, 256), (0, 999, 5), (1, 1000, 256), (2, 1_234_067, 1), (0, 10**9, 255)]
    found = page.evaluate("(tiles) => tiles.map((tile) => tilePath(...tile))", tiles)
    assert found == [Tile(*tile).path for tile in tiles]
