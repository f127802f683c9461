"""Text that goes into a CSV file as text, also where a spreadsheet program opens it.

Excel and LibreOffice take a cell that begins with one of FORMULA for a formula, and run it (OWASP ASVS 5.0,
1.2.10; CWE-1236). RFC 4180 has no way to say "this is text", so such a cell gets an apostrophe in front.

Limits: a program that reads the file as data sees the apostrophe.
"""

FORMULA = frozenset("=+-@\t\r\n\0＝＋－＠")  # noqa: RUF001 - the full-width forms are meant


def text_cell(text: str) -> str:
    """The text, with an apostrophe in front if a spreadsheet would run it."""
    return f"'{text}" if text[:1] in FORMULA and text else text
