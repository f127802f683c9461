"""What only numbers as large as a state's roll would show."""

from tests.verification.linking.registered import open_roll, signers

from undersigned.pure.linkage.specification import COMPARISONS
from undersigned.verification.linking import frequencies
from undersigned.verification.linking.linking import begin


def test_pairs_are_drawn_from_a_roll_of_ten_million() -> None:
    with open_roll() as roll:
        begin(roll, signers()[:1], memory="1GB", threads=2)
        # as far apart as ten million rows are: of this roll's own few, hardly any meet
        frequencies._draw(roll, list(COMPARISONS), 10_000_000)
        assert roll.sql("SELECT count(*) < 100 FROM drawn").fetchall() == [(True,)]
