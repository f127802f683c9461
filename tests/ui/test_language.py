import pytest
from django.test import Client

from undersigned.ui.languages import same_page_in


@pytest.mark.parametrize(
    ("language", "path", "there"),
    [
        ("es", "/", "/es/"),
        ("en", "/", "/"),
        ("en", "/es/", "/"),
        ("es", "/es/petitions/", "/es/petitions/"),
        ("es", "/petitions/?q=pool&page=2", "/es/petitions/?q=pool&page=2"),
        ("en", "/es/petitions/?q=/es/", "/petitions/?q=/es/"),
        ("es", "/essays/", "/es/essays/"),
    ],
)
def test_the_same_page_in_another_language_differs_by_its_prefix_alone(
    language: str, path: str, there: str
) -> None:
    assert same_page_in(language, path) == there


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "language"), [("/petitions/", "en"), ("/es/petitions/", "es")])
def test_the_path_alone_says_the_language(web: Client, path: str, language: str) -> None:
    web.cookies["django_language"] = "es" if language == "en" else "en"
    answer = web.get(path, headers={"accept-language": "es" if language == "en" else "en"})
    assert answer.headers["Content-Language"] == language
    assert f'<html lang="{language}" dir="ltr">' in answer.content.decode()
    assert "Accept-Language" not in answer.headers.get("Vary", "")
    assert not answer.cookies


@pytest.mark.django_db
def test_every_page_links_to_itself_in_the_other_language(web: Client) -> None:
    page = web.get("/petitions/?q=pool&state=open").content.decode()
    link = '<a href="/es/petitions/?q=pool&amp;state=open" hreflang="es" lang="es">Español</a>'
    assert link in page
    assert 'hreflang="es" href="http://localhost:8000/es/petitions/?q=pool&amp;state=open"' in page
