"""Compile the translations: `python -m undersigned.ui.messages` turns each .po into the .mo that Django reads.

With Babel, since `msgfmt` is not on every machine. One catalogue serves the whole package. A catalogue that
is newer than its source is left alone. `make messages` collects strings (that needs gettext) and then runs this.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent / "locale"


def compile_all(locale: Path = LOCALE) -> list[Path]:
    """Compile what changed under a folder of languages; returns the files written. Fuzzy strings stay English."""
    return [
        _compile(source)
        for source in sorted(locale.glob("*/LC_MESSAGES/*.po"))
        if _is_stale(source.with_suffix(".mo"), source)
    ]


def _is_stale(made: Path, source: Path) -> bool:
    return not made.exists() or made.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> Path:
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
    made = source.with_suffix(".mo")
    partial = made.with_suffix(".mo.partial")  # so that a running server never reads half a file
    with partial.open("wb") as file:
        write_mo(file, catalogue)
    return partial.replace(made)


if __name__ == "__main__":
    compile_all()
