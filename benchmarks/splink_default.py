"""Splink as its guide begins: default comparisons, u by chance pairs, m by EM; blocked as we block, as far as it can."""

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from undersigned.pure.linkage.specification import BLOCKS, COLUMNS

# Keys of one column are rules of ours for rare values alone; Splink's know no largest block.
RULES = [key for key in BLOCKS if len(key.left) > 1 and not key.right]
TRAINED_ON = [("first", "last"), ("first", "postcode"), ("last", "postcode")]
SETTINGS = SettingsCreator(
    link_type="link_only",
    unique_id_column_name="row",
    comparisons=[
        cl.NameComparison("first"),
        cl.NameComparison("last"),
        cl.JaroWinklerAtThresholds("street").configure(term_frequency_adjustments=True),
        cl.ExactMatch("number").configure(term_frequency_adjustments=True),
        cl.ExactMatch("postcode").configure(term_frequency_adjustments=True),
    ],
    blocking_rules_to_generate_predictions=[block_on(*rule.left) for rule in RULES],
    retain_matching_columns=False,
)
COLUMN_NAMES = ", ".join(["row", *COLUMNS])
BEST = """
SELECT signer, voter, match_weight::DOUBLE FROM {predicted}
JOIN prepared_signers AS l ON l.row = row_l JOIN prepared_roll AS r ON r.row = row_r
QUALIFY row_number() OVER (PARTITION BY signer ORDER BY match_weight DESC, voter) = 1
"""


def best_by_default(
    connection: duckdb.DuckDBPyConnection, truths: dict[int, str]
) -> list[tuple[float, bool]]:
    """Trained and predicted on records prepared by us, each signer read as written."""
    written = "prepared_signers WHERE sequence = 'written'"
    for name, rows in (("a_signers", written), ("b_roll", "prepared_roll")):
        connection.execute(f"CREATE TEMP VIEW {name} AS SELECT {COLUMN_NAMES} FROM {rows}")
    database = DuckDBAPI(connection)
    sides = [database.register(name, dataset_display_name=name) for name in ("a_signers", "b_roll")]
    linker = Linker(sides, SETTINGS, log_level=None)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("first", "last", "number")], recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in TRAINED_ON:
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predicted = linker.inference.predict(threshold_match_probability=0.01).physical_name
    found = connection.sql(BEST.format(predicted=predicted)).fetchall()
    return [(weight, voter == truths[signer]) for signer, voter, weight in found]
