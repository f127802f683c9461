from pathlib import Path

from undersigned.pure.linkage.specification import ACCEPT, BLOCK_SIZE, COMPARISONS, MARGIN

PAGE = Path(__file__).parents[3] / "docs" / "open-data" / "linkage.md"


def rows() -> list[list[str]]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.count(" | `") == 1]


def test_the_page_publishes_every_level_and_its_m() -> None:
    published = [(row[0], row[1].strip("`"), row[2], float(row[3])) for row in rows()]
    assert published == [
        (comparison.words, level.key, level.words, level.m)
        for comparison in COMPARISONS
        for level in comparison.levels
    ]


def test_the_page_publishes_the_bands() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert f"a best candidate of weight {ACCEPT:g} or more" in page
    assert f"at least {MARGIN:g} below" in page
    assert f"no more than {BLOCK_SIZE} rows" in page
