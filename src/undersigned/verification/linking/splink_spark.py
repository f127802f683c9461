"""Splink on Spark, for rolls too large for one machine (docs/run/large-rolls.md).

`python -m undersigned.verification.linking.splink_spark FOLDER` weighs what splink_files.py wrote.
Needs pyspark and splink; the executors need pyarrow and rapidfuzz.
"""

import json
import sys
from typing import Any

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.functions import arrow_udf
from rapidfuzz.distance import JaroWinkler
from splink.backends.spark import SparkAPI

from undersigned.verification.linking.splink_predict import names, predict


def weigh(session: SparkSession, folder: str) -> None:
    """Read a folder that all of Spark sees, and write `weights` into it."""
    model = session.read.text(f"{folder}/model.json", wholetext=True).first()
    settings = json.loads(model[0])
    for name in names(settings):
        session.read.parquet(f"{folder}/{name}.parquet").createOrReplaceTempView(f"splink_{name}")
    database = SparkAPI(  # type: ignore[no-untyped-call,unused-ignore]
        spark_session=session, break_lineage_method="persist", register_udfs_automatically=False
    )
    session.udf.register("jaro_winkler", _jaro_winkler())
    weighed = predict(database, settings).as_spark_dataframe()
    weighed.write.mode("overwrite").parquet(f"{folder}/weights")


def _jaro_winkler() -> Any:
    """As DuckDB has it. That of Splink's jar counts half a swap where ours counts none."""

    def similarities(left: pa.Array, right: pa.Array) -> pa.Array:
        pairs = zip(left.to_pylist(), right.to_pylist(), strict=True)
        found = [None if None in pair else JaroWinkler.similarity(*pair) for pair in pairs]
        return pa.array(found, pa.float64())

    # an inner function travels to the executors whole: they need nothing of ours
    return arrow_udf(similarities, "double")


if __name__ == "__main__":
    weigh(SparkSession.builder.appName("undersigned").getOrCreate(), sys.argv[1])
