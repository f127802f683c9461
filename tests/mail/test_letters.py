"""From facts to words, and from words to bytes."""

from email import message_from_bytes, message_from_string, policy

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from pytest_django import Settings
from tests.factories.mail import NOON

from undersigned.mail import previews
from undersigned.mail.letters import FactMissing, KindUnknown, Words, render, words
from undersigned.mail.message import BadAddress, compose, recipient

FACTS = {"to": "ana@example.org", "link": "https://example.org/?a=1&b=2"}
PLAIN = Words(subject="Hello", text="Hello\n", html="<p>Hello")


def composed(letter: Words, to: str = "ana@example.org", language: str = "en") -> bytes:
    return compose(letter, to=to, ref=b"\x07" * 16, language=language, at=NOON)


def test_a_rendered_letter_says_what_why_who_and_how_long(settings: Settings) -> None:
    settings.SITE_NAME, settings.OPERATOR = "Exampleton Signs", "The Example & Sons Foundation"
    settings.OPERATOR_EMAIL, settings.BACKUP_DAYS = "help@example.org", 9
    assert render("samples/hello", FACTS, "en").text == (
        "Here & there: https://example.org/?a=1&b=2\n"
        "\n"
        "The end.\n"
        "\n"
        "--\n"
        "You got this because it is a test.\n"
        "\n"
        "Exampleton Signs is run by The Example & Sons Foundation. Questions: help@example.org\n"
        "http://localhost:8000\n"
        "\n"
        "We erase our copy of this letter once it is sent."
        " Encrypted backups may hold it for 9 days more.\n"
    )


def test_facts_are_escaped_in_html_alone() -> None:
    letter = render("samples/hello", {**FACTS, "link": 'https://example.org/"><b>'}, "en")
    assert '<a href="https://example.org/&quot;&gt;&lt;b&gt;">' in letter.html
    assert 'https://example.org/"><b>\n' in letter.text


def test_the_html_part_asks_nobody_for_anything() -> None:
    html = render("samples/hello", FACTS, "en").html
    for fetching in ("<img", "<script", "<link", "src=", "url(", "@import", "style="):
        assert fetching not in html


def test_a_letter_is_written_in_its_language_or_the_sites_first() -> None:
    assert '<html lang="es" dir="ltr">' in render("samples/hello", FACTS, "es").html
    assert '<html lang="en" dir="ltr">' in render("samples/hello", FACTS, "tlh").html


def test_a_subject_is_one_line_whatever_the_template_does() -> None:
    assert render("samples/hello", FACTS, "en").subject == "Hello from Undersigned"


@pytest.mark.parametrize("subject", ["", " ", "two\nlines", "bell\a"])
def test_words_without_a_subject_of_one_line_are_refused(subject: str) -> None:
    with pytest.raises(ValueError, match="subject of one line"):
        Words(subject=subject, text="Hello", html="")


def test_words_without_a_text_are_refused() -> None:
    with pytest.raises(ValueError, match="and a text"):
        Words(subject="Hello", text="\n", html="<p>Hello")


def test_a_fact_that_was_not_given_is_an_error_and_no_hole() -> None:
    with pytest.raises(FactMissing, match=r"samples/holey/subject\.txt needs code"):
        render("samples/holey", FACTS, "en")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KindUnknown):
        words("sample.nobody_knows", FACTS, "en")
    with pytest.raises(KindUnknown):
        previews.sample("sample.nobody_knows")


def test_previews_render_the_samples_that_stand_beside_the_letters() -> None:
    assert previews.kinds() == ["sample.broken", "sample.hello", "sample.holey"]
    assert "https://example.org/1" in previews.preview("sample.hello", "es").text
    with pytest.raises(KeyError):
        previews.preview("sample.broken", "en")


def test_only_a_letter_that_can_be_stopped_says_where() -> None:
    stop = "http://localhost:8000/es/" + "stop/0123456789abcdef" * 8 + "/"
    stoppable = render("samples/hello", {**FACTS, "unsubscribe": stop}, "en")
    assert composed(stoppable).startswith(f"List-Unsubscribe: <{stop}>\r\n".encode())
    assert b"List-Unsubscribe" not in composed(render("samples/hello", FACTS, "en"))


@pytest.mark.parametrize(
    "link",
    [
        "https://elsewhere.example/stop",
        "http://localhost:8000.elsewhere.example/stop",
        "http://localhost:8000/stop\r\nBcc: all@example.org",
        "http://localhost:8000/stop>, <http://elsewhere.example/",
    ],
)
def test_letters_are_stopped_on_our_own_sites_alone(link: str) -> None:
    with pytest.raises(ValueError, match="not one of ours"):
        composed(Words(subject="Hello", text="Hello", html="", unsubscribe=link))


@given(
    subject=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1),
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
)
@example(subject="¿Qué pedimos? " * 14, text="\n.\nFrom x\n" + "á" * 2000)
@tuned(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_the_words_the_bytes_are_seven_bit_lines_with_our_headers_alone(
    subject: str, text: str
) -> None:
    try:
        letter = Words(subject=subject, text=text, html=f"<p>{text}")
    except ValueError:
        return
    raw = composed(letter)
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert message_from_bytes(raw, policy=policy.default).keys() == [
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "MIME-Version",
        "Content-Type",
        "Content-Language",
    ]


def test_a_letter_without_html_has_its_text_alone() -> None:
    raw = composed(Words(subject="Hello", text="Hello\n", html=""))
    assert message_from_bytes(raw, policy=policy.default).get_content_type() == "text/plain"


def test_a_language_cannot_break_out_of_its_header() -> None:
    with pytest.raises(ValueError, match="linefeed"):
        composed(PLAIN, language="en\r\nBcc: all@example.org")


@pytest.mark.parametrize(
    ("typed", "ours"),
    [
        ("ana@example.org", "ana@example.org"),
        ("Ana.Maria+petitions@Example.ORG", "Ana.Maria+petitions@Example.ORG"),
        ("o'hara_{x}~1=2/3@sub.example.org", "o'hara_{x}~1=2/3@sub.example.org"),
        ("ana@málaga.example", "ana@xn--mlaga-xqa.example"),
        ("ñandú@example.org", "ñandú@example.org"),
    ],
)
def test_addresses_that_people_have_are_taken(typed: str, ours: str) -> None:
    assert recipient(typed) == ours
    parsed = message_from_string(composed(PLAIN, to=ours).decode(), policy=policy.default)
    assert parsed["To"].addresses[0].addr_spec == ours


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ana",
        "@example.org",
        "ana@",
        "ana@@example.org",
        "ana@example..org",
        "ana@-example.org",
        "ana@example.org.",
        "ana@example.org\n",
        "ana@example.org\r\nBcc: all@example.org",
        "ana\r\nBcc: all@example.org",
        "ana bell@example.org",
        '"ana bell"@example.org',
        "ana@example.org, bea@example.org",
        "ana@example.org>,<bea@example.org",
        "<ana@example.org>",
        "Ana <ana@example.org>",
        "ana(comment)@example.org",
        ".ana@example.org",
        "ana..b@example.org",
        "ana\0@example.org",
        "ana\u202e@example.org",
        "ana\u200b@example.org",
        "ana@[127.0.0.1]",
        "ana@exa_mple.org",
        "a" * 65 + "@example.org",
        "ana@" + "a" * 64 + ".org",
        "ana@" + "a." * 130 + "org",
    ],
)
def test_what_is_not_one_address_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        recipient(typed)
