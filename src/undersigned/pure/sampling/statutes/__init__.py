"""Rules of states by which a random sample speaks for a whole petition, one module each.

Reading a rule is not legal advice: whoever certifies answers for the choice of the rule.
"""

from undersigned.pure.sampling.profiles import Profile
from undersigned.pure.sampling.statutes import (
    arizona,
    california,
    colorado,
    full_count,
    illinois,
    michigan,
    nevada,
    oregon,
    washington,
)

_ALL = (
    full_count.PROFILE,
    arizona.PROFILE,
    *california.PROFILES,
    colorado.PROFILE,
    illinois.PROFILE,
    michigan.PROFILE,
    nevada.PROFILE,
    oregon.PROFILE,
    washington.PROFILE,
)
PROFILES: dict[str, Profile] = {profile.key: profile for profile in _ALL}
