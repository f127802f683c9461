from datetime import date

import pytest
from django.utils.translation import override

from undersigned.sources.words import words_of


@pytest.mark.parametrize(
    ("dated", "english", "spanish"),
    [
        ("", "", ""),
        ("2026", "2026", "2026"),
        ("2026-02", "February 2026", "febrero de 2026"),
        ("2026-02-03", date(2026, 2, 3), date(2026, 2, 3)),
        ("2025/2026-02-03", "2025 to February 3, 2026", "2025 a 3 de febrero de 2026"),
    ],
)
def test_a_date_is_said_no_more_precisely_than_its_source_has_it(
    dated: str, english: date | str, spanish: date | str
) -> None:
    with override("en"):
        assert words_of(dated) == english
    with override("es"):
        assert words_of(dated) == spanish
