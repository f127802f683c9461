"""Addresses of accounts; office only.

`login` holds the pages of allauth that are in use, under allauth's own names (its code looks them up), each with
our audience: an address that is not listed here does not exist.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from undersigned.accounts.stepup import fresh
from undersigned.accounts.views import account as own
from undersigned.accounts.views import invitation, people
from undersigned.ui.audience import anyone, newcomer, signed_in

RESET_KEY = r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$"

login = [
    path("account/login/", anyone(account.login), name="account_login"),
    path("account/logout/", anyone(account.logout), name="account_logout"),
    path("account/closed/", anyone(account.account_inactive), name="account_inactive"),
    path("account/signup/", anyone(account.signup), name="account_signup"),
    path("account/password/reset/", anyone(account.password_reset), name="account_reset_password"),
    path(
        "account/password/reset/sent/",
        anyone(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "account/password/reset/done/",
        anyone(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        RESET_KEY, anyone(account.password_reset_from_key), name="account_reset_password_from_key"
    ),
    path(
        "account/email/confirm/",
        anyone(account.email_verification_sent),
        name="account_email_verification_sent",
    ),
    path("account/second-factor/", anyone(mfa.authenticate), name="mfa_authenticate"),
    path("account/login/passkey/", anyone(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("account/again/", newcomer(account.reauthenticate), name="account_reauthenticate"),
    path("account/again/code/", newcomer(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/again/passkey/",
        newcomer(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/factors/", newcomer(mfa.index), name="mfa_index"),
    path("account/factors/app/", newcomer(totp.activate_totp), name="mfa_activate_totp"),
    path("account/factors/passkeys/new/", newcomer(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "account/factors/app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"
    ),
    path("account/factors/passkeys/", signed_in(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path(
        "account/factors/passkeys/<int:pk>/",
        signed_in(webauthn.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "account/factors/passkeys/<int:pk>/remove/",
        signed_in(webauthn.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "account/factors/codes/",
        signed_in(codes.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "account/factors/codes/new/",
        signed_in(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/factors/codes/file/",
        signed_in(codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("account/password/", signed_in(account.password_change), name="account_change_password"),
    path("account/email/", signed_in(fresh(account.email)), name="account_email"),
]

app_name = "accounts"
office = [
    path("account/", own.account, name="account"),
    path("account/sessions/end/", own.end_others, name="end_others"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="invite"),
    path("people/invitations/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("people/<int:pk>/roles/<str:role>/revoke/", people.revoke, name="revoke"),
    path("people/<int:pk>/sessions/end/", people.end_sessions, name="end_sessions"),
]
