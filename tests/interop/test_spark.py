"""The same model on Spark: a thousand records, everything in this process's own small cluster."""

import logging
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.verification.linking.registered import open_roll, signers

from undersigned.verification.linking import splink_files
from undersigned.verification.linking.linking import link

pytestmark = [
    pytest.mark.interop,
    pytest.mark.skipif(not shutil.which("java"), reason="there is no Java here"),
    # of pyspark's own making, in its own start and end
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
pyspark = pytest.importorskip("pyspark.sql", reason="pyspark is in .venv-interop only")


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pyspark.SparkSession]:
    """Spark on two cores that listens on this machine alone."""
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    logging.getLogger("py4j").setLevel(logging.WARNING)
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(tmp_path / "warehouse"),
    }
    builder = pyspark.SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    yield spark
    spark.stop()


def test_spark_puts_every_signer_in_the_same_band_with_the_same_weights(
    session: pyspark.SparkSession, tmp_path: Path
) -> None:
    from undersigned.verification.linking import splink_spark  # noqa: PLC0415 - needs pyspark

    with open_roll() as roll:
        here = list(link(roll, signers(), memory="1GB"))
        splink_files.write(roll, signers(), tmp_path, memory="1GB")
    splink_spark.weigh(session, str(tmp_path))
    there = list(splink_files.read(tmp_path, memory="1GB"))
    assert len(there) == len(signers())
    for one, other in zip(there, here, strict=True):
        assert (one.line, one.band, one.rule) == (other.line, other.band, other.rule)
        assert [who.voter for who in one.candidates] == [who.voter for who in other.candidates]
        weights = [who.weight for who in one.candidates]
        assert weights == pytest.approx([who.weight for who in other.candidates], abs=1e-6)
