"""One bit, wherever it is flipped, and the page does not say that all is well."""

from base64 import b64decode
from pathlib import Path

from playwright.sync_api import Page
from tests.factories.logs import Log, opened, signed
from tests.proof.browser.chances import b64, chance_of, flipped

CHECK = """async ([what, task, files]) => {
  const blobs = new Map(Object.entries(files).map(([path, text]) => [path, new Blob([fromBase64(text)])]));
  const report = await TASKS[what]({
    fingerprint: "", memory: {}, opening: "", address: "", ...task,
    receipt: task.receipt && fromBase64(task.receipt), files: blobs.size ? blobs : null,
  }, () => {});
  return verdictOf({ what, ...report, steps: report.steps.map((step) => ({ what, ...step })) }).key;
}"""


def test_no_bit_of_a_receipt_can_be_flipped(page: Page, tmp_path: Path) -> None:
    """Without a network, under a policy of one's own. A witness's line that names another witness is no seal."""
    log = Log(tmp_path).add(opened("p1"), *signed("p1", 12))
    receipt = log.receipt(5)
    task = {"policy": log.policy(), "receipt": b64(receipt)}
    assert page.evaluate(CHECK, ["receipt", task, {}]) == "genuine"
    found = {
        page.evaluate(
            CHECK, ["receipt", task | {"receipt": b64(flipped(receipt, 8 * at + at % 8))}, {}]
        )
        for at in range(len(receipt))
    }
    assert found == {"false", "unvouched"}


def test_no_bit_of_a_logs_files_can_be_flipped(page: Page, tmp_path: Path) -> None:
    Log(tmp_path).add(opened("p1"), *signed("p1", 260)).publish()
    paths = [
        "checkpoint",
        "policy",
        *(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("tile/**/*") if p.is_file()),
    ]
    files = {path: b64((tmp_path / path).read_bytes()) for path in paths}
    assert len(files) == 7
    assert page.evaluate(CHECK, ["recount", {"policy": ""}, files]) == "recounted"
    chance, found = chance_of(0), {}
    for path in paths:
        raw = b64decode(files[path])
        damaged = [flipped(raw, chance.randrange(8 * len(raw))) for _ in range(40)]
        damaged += [raw[:-1], raw + b"\0"]
        found[path] = {
            page.evaluate(CHECK, ["recount", {"policy": ""}, files | {path: b64(each)}])
            for each in damaged
        }
    assert found.pop("checkpoint") == {"broken", "unvouched"}
    assert found == {path: {"broken"} for path in paths[1:]}
