import gettext
import os
from pathlib import Path

from undersigned.ui.messages import compile_all

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: es\\n"

msgid "Sign"
msgstr "Firmar"

#, fuzzy
msgid "Signed"
msgstr "Quizá firmado"
"""


def test_a_catalogue_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    source = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    made = source.with_suffix(".mo")
    assert compile_all(tmp_path) == [made]
    assert compile_all(tmp_path) == []
    later = made.stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_all(tmp_path) == [made]
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]


def test_what_is_compiled_speaks_and_leaves_doubtful_strings_in_english(tmp_path: Path) -> None:
    source = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    [made] = compile_all(tmp_path)
    with made.open("rb") as file:
        spanish = gettext.GNUTranslations(file)
    assert (spanish.gettext("Sign"), spanish.gettext("Signed")) == ("Firmar", "Signed")
