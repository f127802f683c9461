"""The verifier: checks somebody's public log, a receipt, a fork, and draws an audit's sample.

Standard library and undersigned.pure alone, so that it runs where nothing of this site is installed
(`make verifier` packs it into one file). It trusts nothing that it reads but the keys it is given.
"""
