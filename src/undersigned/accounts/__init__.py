"""People who sign in to the office, their second factors and roles.

Nouns: user, role, audience, step-up.
Promises: a second factor before any personal data; a session ends after thirty idle minutes.
Never: holds a signer.
"""
