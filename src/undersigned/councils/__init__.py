"""The bodies that petitions are addressed to, with their rules, wards, seats and people.

Nouns: council, rules, notice, ward, seat, member, clerk, invitation, proxy.
Promises: rules and notices are kept in versions; a version that a petition opened under never changes.
Never: needs a council to be represented on this site.
"""
