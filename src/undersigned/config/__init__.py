"""Settings, addresses, wiring, and the processes that serve them.

Every way in (manage.py, granian's workers, pytest, mypy's plugin, the worker) imports this package before
Django loads its database backend. Debian 12's own SQLite has the WAL-reset bug of 2026 (fixed in 3.51.3), so
the one from the wheel takes its place here; a system check refuses any other.
"""

import sys

import pysqlite3
import pysqlite3.dbapi2

sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
